"""What is true of any camera anywhere. Geometry is lng, lat at the border and metres (east, north) inside."""
