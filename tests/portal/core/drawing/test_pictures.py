"""The generated pictures of the demonstration."""

import io

import pytest
from PIL import Image

from portal.core.drawing.canvas import between, smooth
from portal.core.drawing.pictures import SCENES, draw


def test_every_scene_is_a_picture_of_modest_size() -> None:
    pictures = {name: draw(name) for name in SCENES}

    for name, data in pictures.items():
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.size) == ("PNG", (1600, 1000)), name
        assert len(data) < 200_000, name
    assert len(set(pictures.values())) == len(SCENES)


def test_a_picture_is_the_same_on_every_run() -> None:
    assert draw("fund") == draw("fund")


def test_an_unknown_name_raises() -> None:
    with pytest.raises(KeyError):
        draw("nothing")


def test_a_smooth_curve_passes_through_its_points() -> None:
    points = [(0.0, 0.0), (10.0, 40.0), (50.0, 20.0)]

    curve = smooth(points)

    assert set(points) <= set(curve)
    assert between(points[0], points[1], 0.5) == (5.0, 20.0)
