"""The click: a call on the map, its cameras round it, their pictures, and the same in words."""

from playwright.sync_api import Page, expect

from registry.models import Incident
from tests.browser.conftest import Open
from tests.browser.corner import CORNER

MAP = f"/map?at={CORNER[0]},{CORNER[1]},16.5"

# How many thumbnails on the stage show a picture: their pixels are on the canvas below them.
PAINTED = """() => {
  const canvas = document.querySelector('#pictures');
  const ratio = devicePixelRatio;
  return [...document.querySelectorAll('#thumbs .thumb[data-look=live]')].filter(thumb => {
    const { e, f } = new DOMMatrix(getComputedStyle(thumb).transform);
    const at = [(e + 80) * ratio, (f + 45) * ratio, 1, 1];
    return canvas.getContext('2d').getImageData(...at).data[3] > 0;
  }).length;
}"""
BOXES = """() => [...document.querySelectorAll('#thumbs .thumb')].map(thumb => {
  const { x, y, width, height } = thumb.getBoundingClientRect();
  return [x, y, x + width, y + height];
})"""
# Whether the pictures have kept their places for a second: the map has come to rest.
AT_REST = f"""() => {{
  const boxes = JSON.stringify(({BOXES})());
  if (boxes !== window.boxes) window.movedAt = performance.now();
  window.boxes = boxes;
  return performance.now() - window.movedAt > 1000;
}}"""
BADGES = """() => [...document.querySelectorAll('#leaders .badge circle')].map(circle => {
  const { x, y, width, height } = circle.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
})"""
LEADERS = """() => {
  const { x, y } = document.querySelector('#leaders').getBoundingClientRect();
  return [...document.querySelectorAll('#leaders .leader')].map(line =>
    line.getAttribute('d').match(/-?[\\d.]+/g).map(Number).map((v, n) => v + (n % 2 ? y : x)));
}"""


def wait_for_pictures(page: Page, at_least: int) -> None:
    page.wait_for_function(f"() => ({PAINTED})() >= {at_least}")


def test_a_click_on_a_call_brings_its_cameras_pictures(visit: Open, incident: Incident) -> None:
    page = visit()
    page.goto(MAP)
    click_the_call(page)
    page.wait_for_url(f"**/incidents/{incident.pk}*")
    expect(page.get_by_role("heading", name="Shots heard")).to_be_visible()
    wait_for_pictures(page, 8)
    page.wait_for_function("() => performance.getEntriesByName('click→first-thumb').length")


def test_pictures_lie_apart_and_over_no_badge_and_no_leader_crosses(
    visit: Open, incident: Incident
) -> None:
    page = visit()
    page.goto(f"/incidents/{incident.pk}")
    wait_for_pictures(page, 8)
    boxes, badges, leaders = (page.evaluate(script) for script in (BOXES, BADGES, LEADERS))
    assert 8 <= len(boxes) <= 16
    for n, one in enumerate(boxes):
        assert not any(overlap(one, other) for other in boxes[n + 1 :])
        assert not any(one[0] < x < one[2] and one[1] < y < one[3] for x, y in badges)
    for n, line in enumerate(leaders):
        assert not any(cross(line, other) for other in leaders[n + 1 :])


def test_everything_on_the_map_is_in_the_list_too(visit: Open, incident: Incident) -> None:
    page = visit()
    page.goto(f"/incidents/{incident.pk}")
    rows = page.get_by_role("list", name="Cameras, best first").get_by_role("button")
    badges = page.locator("#leaders .badge")
    expect(badges.first).to_be_attached()
    assert rows.count() == badges.count()
    expect(rows.first).to_contain_text("Faces the point")
    locked = page.locator(".cameras li", has_text="locked").first
    expect(locked).to_contain_text("panic alarm")


def test_a_refresh_moves_nothing(visit: Open, incident: Incident) -> None:
    page = visit()
    page.goto(f"/incidents/{incident.pk}")
    wait_for_pictures(page, 8)
    page.wait_for_function(AT_REST)
    before = page.evaluate(BOXES)
    page.wait_for_function(
        """() => {
          window.changes ??= new Set();
          const canvas = document.querySelector('#pictures');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let sum = 0;
          for (let n = 0; n < data.length; n += 4096) sum += data[n];
          return window.changes.add(sum).size >= 3;
        }"""
    )
    assert page.evaluate(BOXES) == before


def test_the_point_says_why_when_no_camera_sees_it(visit: Open, incident: Incident) -> None:
    page = visit()
    page.goto(f"/map?at={CORNER[0] + 0.02},{CORNER[1] + 0.02},16")
    page.get_by_role("button", name="Start an incident in the middle").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Purpose").select_option("exercise")
    dialog.get_by_label("Type").fill("drill")
    dialog.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("No camera sees this point")).to_be_visible()
    expect(page.get_by_role("button", name="Look within 300 m")).to_be_visible()


def click_the_call(page: Page) -> None:
    """Click in the middle, where the call stands, once everything is drawn."""
    page.wait_for_selector("#map[aria-busy=false]")
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def overlap(a: list[float], b: list[float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def cross(a: list[float], b: list[float]) -> bool:
    def side(line: list[float], x: float, y: float) -> float:
        return (line[2] - line[0]) * (y - line[1]) - (line[3] - line[1]) * (x - line[0])

    return (
        side(b, a[0], a[1]) * side(b, a[2], a[3]) < 0
        and side(a, b[0], b[1]) * side(a, b[2], b[3]) < 0
    )
