"""Commands about engines: what they say, how good and how fast they are."""

import json
import sys
from pathlib import Path

import click

from pipeline import benchmark
from pipeline.cli.options import json_option, print_json
from pipeline.settings.file import load
from records import Brand, LinkRule
from records.errors import UnreadableFile, UsageError

_LOST = "\N{REPLACEMENT CHARACTER}"


@click.command("annotate")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--engine", default="linear", show_default=True, help="Sentiment engine: linear, directed, snownlp, transformers."
)
@click.option("--model", help="Checkpoint directory or hub name of the transformers engine.")
@click.option("--industry", help="Whose aspects (automobile, restaurant, phone, app, ecommerce).")
@click.option("--brand", "names", multiple=True, help="A brand's name; each text then says what it holds of it.")
@click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="The brands and products of a brands.yml instead."
)
def annotate_command(
    file: Path, engine: str, model: str | None, industry: str | None, names: tuple[str, ...], config: Path | None
) -> None:
    """Annotations for the texts of a file or stdin (`-`), one text a line, one JSON object a line.

    Texts in GB18030 are read, too; a broken byte becomes U+FFFD and is told on stderr.
    """
    from nlp.annotate import annotate_texts

    brands = _brands(names, config)
    for verdicts in annotate_texts(_lines(file), engine=engine, model=model, industry=industry, brands=brands):
        click.echo(json.dumps(verdicts, ensure_ascii=False))


def _brands(names: tuple[str, ...], config: Path | None) -> tuple[Brand, ...]:
    """The brands asked about: a name alone is found as it stands, a configuration knows aliases and products."""
    if blank := [name for name in names if not name.strip()]:
        raise UsageError(f"--brand {blank[0]!r}: a name needs a character; write it as posts do")
    found = [Brand(brand_id=name, name=name, rule=LinkRule(aliases=(name,))) for name in dict.fromkeys(names)]
    return (*found, *(load(config).brand_records() if config else ()))


@click.command("evaluate")
@click.argument("task")
@click.option(
    "--file", "file", required=True, type=click.Path(path_type=Path), help="Labelled file, formats as in data/eval."
)
@click.option("--engine", help="Engine to score; the default engine when left out.")
@click.option("--model", help="Checkpoint directory or hub name of the transformers engine.")
@click.option("--split", type=click.Choice(["all", "test"]), help="Rows to score; by default those never trained on.")
@click.option("--industry", help="Task aspect: whose aspects the file names; by its labels when left out.")
@json_option
def evaluate_command(
    task: str,
    file: Path,
    engine: str | None,
    model: str | None,
    split: str | None,
    industry: str | None,
    as_json: bool,
) -> None:
    """Scores an engine on labelled texts.

    TASK: sentiment, emotion, complaint (TSV with columns label, text), aspect (aspect, label, text, or numbered codes),
    aspect_term (label, term, text), triple (tokens####[...]), challenge (id, group, text, target, label). CSV, GB18030,
    labels in Chinese or as numbers (1, 0 and -1) and some other names of columns (review, content) are read, too.
    """
    from nlp.evaluate import evaluate

    scores = evaluate(task, file, engine=engine, model=model, split=split, industry=industry)
    if as_json:
        print_json(scores)
        return
    for name, value in scores.items():
        if not isinstance(value, (dict, list)):
            click.echo(f"{name:<24} {value}")


@click.command("benchmark", context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def benchmark_command(name: str, arguments: tuple[str, ...]) -> None:
    """Runs one of the project's own benchmarks; its result is the last line, as JSON."""
    benchmark.run(name, arguments)


def _lines(file: Path) -> list[str]:
    """The texts; only a line feed ends one, for posts hold other separators (U+2028, form feeds) within a text."""
    from nlp.table import encoding_of

    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(f"{file}: no such file; check the path, or give - for stdin") from error
    except IsADirectoryError as error:
        raise UnreadableFile(f"{file}: is a folder; give a file with one text a line") from error
    except OSError as error:
        raise UnreadableFile(f"{file}: cannot be read ({error.strerror}); check its permissions") from error
    encoding, start = encoding_of(content)
    text = content[start:].decode(encoding, "replace")
    if lost := text.count(_LOST) - content[start:].decode(encoding, "ignore").count(_LOST):
        click.echo(f"{file}: {lost} broken bytes are no {encoding.upper()}; U+FFFD stands in their place", err=True)
    lines = text.split("\n")
    return [line.removesuffix("\r") for line in (lines if lines[-1] else lines[:-1])]


COMMANDS = (annotate_command, evaluate_command, benchmark_command)
