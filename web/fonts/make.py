"""Makes the two font files of this folder from the full Be Vietnam Pro (https://github.com/bettergui/BeVietnamPro).

    pip install fonttools brotli
    python3 make.py BeVietnamPro-Regular.ttf be-vietnam-pro-400.woff2
    python3 make.py BeVietnamPro-Bold.ttf be-vietnam-pro-700.woff2

Kept are Latin and Vietnamese letters, the punctuation of this program, kerning and the placing of marks. Added is
`tnum`, which the typeface lacks: numerals of one width, so that a running timer and a column of scores stand still.
"""

import sys

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

LETTERS = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x102, 0x103), (0x110, 0x111), (0x128, 0x129), (0x168, 0x169), (0x1A0, 0x1A1),
    (0x1AF, 0x1B0), (0x300, 0x301), (0x303, 0x303), (0x309, 0x309), (0x323, 0x323), (0x1EA0, 0x1EF9),
]
SIGNS = [
    (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2020), (0x2022, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030),
    (0x2032, 0x2033), (0x20AB, 0x20AC), (0x2212, 0x2212),
]
NUMERALS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def subset(font):
    options = Options(layout_features=["kern", "mark", "mkmk"], hinting=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in LETTERS + SIGNS for code in range(first, last + 1)])
    subsetter.subset(font)


def add_tabular_numerals(font):
    """A copy of each numeral, set in the middle of the widest one's width."""
    outlines, metrics = font["glyf"], font["hmtx"]
    width = max(metrics[name][0] for name in NUMERALS)
    for name in NUMERALS:
        copy = name + ".tnum"
        advance, bearing = metrics[name]
        shift = (width - advance) // 2
        outline = outlines.glyphs[name]
        outline.expand(outlines)
        moved = type(outline)(outline.compile(outlines, recalcBBoxes=False))
        moved.expand(outlines)
        if moved.isComposite():
            sys.exit(name + " is composite: move its parts")
        moved.coordinates.translate((shift, 0))
        moved.recalcBounds(outlines)
        outlines[copy] = moved
        metrics[copy] = (width, bearing + shift)
    rules = "".join(f"  sub {name} by {name}.tnum;\n" for name in NUMERALS)
    systems = "languagesystem DFLT dflt;\nlanguagesystem latn dflt;\n"
    addOpenTypeFeaturesFromString(font, f"{systems}feature tnum {{\n{rules}}} tnum;\n", tables=["GSUB"])


source, target = sys.argv[1:]
font = TTFont(source)
subset(font)
add_tabular_numerals(font)
font.flavor = "woff2"
font.save(target)
