"""A document in Office Open XML (ECMA-376): headings, paragraphs, tables, pictures, as a forwarded week needs them."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

SPACES = " ".join(
    f'xmlns:{name}="{place}"'
    for name, place in {
        "w": W, "r": R, "wp": f"{DRAWING}/wordprocessingDrawing", "a": f"{DRAWING}/main", "pic": f"{DRAWING}/picture",
    }.items()
)  # fmt: skip
"""Names that the body of a document uses."""

PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="foot"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr>"
)
"""A4 with margins of 2 cm."""

EMU_PER_CM = 360_000
"""English metric units, in which drawings are measured."""

TEXT_CM = 17.0
"""Width of the text on A4 with margins of 2 cm."""


def clean(text: str) -> str:
    """Text that XML 1.0 can hold, escaped: control characters and lone surrogates go."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    kept = (one for one in whole if (one >= " " or one in "\t\n") and one not in "\ufffe\uffff")
    return escape("".join(kept))


def run(text: str, *, bold: bool = False, colour: str = "") -> str:
    """A piece of text; a line break in it stays one."""
    marks = ("<w:b/>" if bold else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    look = f"<w:rPr>{marks}{'<w:rtl/>' if is_right_to_left(text) else ''}</w:rPr>"
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in clean(text).split("\n"))
    return f"<w:r>{look}{lines}</w:r>"


def paragraph(*runs: str, style: str = "", keeps: bool = False, rtl: bool = False) -> str:
    """A paragraph of runs in a style of STYLES; `keeps` holds it on the page of the next one."""
    inside = (f'<w:pStyle w:val="{style}"/>' if style else "") + ("<w:keepNext/>" if keeps else "")
    return f"<w:p><w:pPr>{inside}{'<w:bidi/>' if rtl else ''}</w:pPr>{''.join(runs)}</w:p>"


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is Arabic, Hebrew or the like (Unicode Bidirectional Algorithm, P2)."""
    first = next((kind for one in text if (kind := unicodedata.bidirectional(one)) in ("L", "R", "AL")), "L")
    return first != "L"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[float], right: Sequence[bool]) -> str:
    """A table whose head repeats on every page; widths are shares of the text, `right` marks columns of figures."""
    twips = [round(TEXT_CM / 2.54 * 1440 * width / sum(widths)) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in twips)
    lines = [_row(head, twips, right, is_head=True), *(_row(row, twips, right) for row in rows)]
    look = '<w:tblStyle w:val="Plain"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>" + paragraph(
        style="Gap"
    )


def _row(cells: Sequence[str], twips: Sequence[int], right: Sequence[bool], *, is_head: bool = False) -> str:
    made = []
    for text, width, is_right in zip(cells, twips, right, strict=True):
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEF1F4"/>' if is_head else ""
        side = '<w:jc w:val="right"/>' if is_right else ""
        look = f'<w:pPr><w:pStyle w:val="Cell"/>{side}</w:pPr>'
        inside = f"<w:p>{look}{run(text, bold=is_head)}</w:p>"
        made.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inside}</w:tc>')
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(made)}</w:tr>"


def picture(relation: str, width: int, height: int, *, alt: str) -> str:
    """An embedded picture as wide as the text."""
    x = round(TEXT_CM * EMU_PER_CM)
    size = f'cx="{x}" cy="{round(x * height / width)}"'
    said = f'id="1" name="curve" descr={quoteattr(clean(alt))}'
    pieces = [
        f"<wp:inline><wp:extent {size}/><wp:docPr {said}/><a:graphic>",
        f'<a:graphicData uri="{DRAWING}/picture"><pic:pic>',
        f"<pic:nvPicPr><pic:cNvPr {said}/><pic:cNvPicPr/></pic:nvPicPr>",
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>',
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>',
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>',
        "</pic:pic></a:graphicData></a:graphic></wp:inline>",
    ]
    return f"<w:p><w:r><w:drawing>{''.join(pieces)}</w:drawing></w:r></w:p>"


def save(
    target: Path,
    body: Sequence[str],
    *,
    title: str,
    made: datetime,
    page: str = "第 {} 页",
    pictures: Sequence[bytes] = (),
) -> None:
    """Writes the package; picture n has the relation `pic<n>`. Raises OSError."""
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", HEAD + TYPES)
        package.writestr("_rels/.rels", HEAD + RELATIONS)
        package.writestr("docProps/core.xml", HEAD + _core(title, made))
        package.writestr(
            "word/document.xml", f"{HEAD}<w:document {SPACES}><w:body>{''.join(body)}{PAGE}</w:body></w:document>"
        )
        package.writestr("word/styles.xml", HEAD + STYLES)
        package.writestr("word/footer1.xml", f'{HEAD}<w:ftr xmlns:w="{W}">{_footer(title, page)}</w:ftr>')
        package.writestr("word/_rels/document.xml.rels", HEAD + _relations(len(pictures)))
        for number, picture_bytes in enumerate(pictures):
            package.writestr(f"word/media/picture{number}.png", picture_bytes)


def _footer(title: str, page: str) -> str:
    before, after = page.split("{}")
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    look = '<w:pPr><w:pStyle w:val="Note"/><w:jc w:val="center"/></w:pPr>'
    return f"<w:p>{look}{run(f'{title} · {before}')}{number}{run(after)}</w:p>"


def _core(title: str, made: datetime) -> str:
    spaces = f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    spaces += ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    moment = made.astimezone().strftime("%Y-%m-%dT%H:%M:%S%z")
    moment = f"{moment[:-2]}:{moment[-2:]}"
    created = f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
    return f"<cp:coreProperties {spaces}><dc:title>{clean(title)}</dc:title>{created}</cp:coreProperties>"


def _relations(pictures: int) -> str:
    made = [("styles", "styles", "styles.xml"), ("foot", "footer", "footer1.xml")]
    made += [(f"pic{number}", "image", f"media/picture{number}.png") for number in range(pictures)]
    lines = "".join(f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{place}"/>' for key, kind, place in made)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="doc" Type="{R}/officeDocument"'
    f' Target="word/document.xml"/><Relationship Id="core" Type="{PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)


def _style(name: str, look: str, *, shown: str = "", space: str = 'w:after="120"', level: str = "") -> str:
    outline = f'<w:outlineLvl w:val="{level}"/>' if level else ""
    keeps = "<w:keepNext/>" if level else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown or name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{keeps}<w:spacing {space}/>{outline}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


STYLES = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Microsoft YaHei" w:cs="Arial"/>'
    '<w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="120" w:line="312" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + _style("Title", '<w:b/><w:sz w:val="36"/>', space='w:after="80"')
    + _style("Heading1", '<w:b/><w:color w:val="1D4E79"/><w:sz w:val="26"/>', shown="heading 1", level="0",
             space='w:before="280" w:after="100"')
    + _style("Lead", '<w:b/><w:sz w:val="25"/>')
    + _style("Note", '<w:color w:val="56626E"/><w:sz w:val="18"/>', space='w:after="60"')
    + _style("Cell", '<w:sz w:val="19"/>', space='w:before="30" w:after="30" w:line="264" w:lineRule="auto"')
    + _style("Gap", '<w:sz w:val="8"/>', space='w:after="60"')
    + '<w:style w:type="table" w:styleId="Plain"><w:name w:val="Plain"/><w:tblPr><w:tblBorders>'
    '<w:top w:val="single" w:sz="4" w:color="C9CFD6"/><w:bottom w:val="single" w:sz="4" w:color="C9CFD6"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="E4E7EA"/></w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/>'
    '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
)  # fmt: skip
