"""The compiled engine: fields of view from angular slabs.

Seen from a camera, walls begin and end at certain azimuths. Between two neighbouring ones, in a
*slab*, every wall that is there at all is there throughout; so along any ray of the slab the same
walls are crossed. They are paired building by building into entries and exits, each pair hides the
ground from its entry to k times its exit (shadows.py says why), and what is left between the near
and the far limit is visible: a few four-sided *gaps*.

Every limit is a line: a wall, a wall stretched by k, a side of the image. A line that does not pass
through the camera is 1/distance = a·cos(azimuth) + b·sin(azimuth), which is why the whole engine
works in *nearness*, 1/distance: there shadows are stretched by a division, two lines swap order
where a sine wave crosses zero, and a circle is the same with a constant. Only a slab in which the
order of two limits that matter flips is split, at the flip.

Areas, cells and points are read off the gaps, whose arcs are round; polygons by walking around
them after cutting the arcs into steps.

    packing     arrays in                  limits    lines, circles and the order of them
    candidates  buildings near a camera    slabs     walls to slabs to gaps
    frames      how far an image opens     rings     gaps to rings
    batches     many cameras at once       polygons  arrays out
"""
