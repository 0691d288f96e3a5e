"""Draw the demo's pictures: ``python examples/draw_images.py [FOLDER]``.

Needs Pillow. Without a folder they go where the demo keeps them, under
digest/demo/images/. The same code gives the same picture.
"""

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from drawing import built, indoors, land, sea
from drawing.canvas import Canvas, save

SCENES: dict[str, Callable[[], Canvas]] = {
    "anchor": sea.anchor,
    "archive": indoors.archive,
    "boats": sea.boats,
    "bridge": built.bridge,
    "cable": sea.cable,
    "cranes": built.cranes,
    "dam": built.dam,
    "delta": land.delta,
    "ferry": sea.ferry,
    "globe": indoors.globe,
    "grain": land.grain,
    "locks": built.locks,
    "marsh": land.marsh,
    "night-city": built.night_city,
    "pylons": built.pylons,
    "railway": land.railway,
    "ridges": land.ridges,
    "salt": land.salt,
    "sea-lanes": sea.sea_lanes,
    "strait": sea.strait,
    "table": indoors.table,
    "tide": sea.tide,
}

GRAIN = 0.022
BUSY = {"archive": 0.0, "delta": 0.0, "grain": 0.012, "night-city": 0.008}  # their edges take up the bytes


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (name, scene) in enumerate(SCENES.items()):
        size = save(scene().finished(seed, BUSY.get(name, GRAIN)), folder / f"{name}.jpg")
        print(f"{name}.jpg {size / 1000:.1f} kB")


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent / "digest" / "demo" / "images"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else here)
