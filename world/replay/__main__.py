"""`python -m world.replay`: see `--help` and docs/replay.md."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from world.replay import formats
from world.replay.messages import Site
from world.replay.plan import FAULTS, FaultPlan, read_plans
from world.replay.recorded import Recorded
from world.replay.server import running
from world.replay.timeline import Timeline
from world.replay.timelines import Timelines
from world.standing import serve_until_stopped


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until SIGTERM or SIGINT, then prints what it did. Wrong usage exits 2."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        site = _site(options)
        plans = _plans(options)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    try:
        with running(site, plans, port=options.port, delay_seconds=options.delay_seconds) as server:
            _say(f"{server.base_url} (stop with Ctrl-C); try: {_advice(options, server.base_url)}")
            serve_until_stopped(server.port, options.port_file)
            _say(f"{len(server.asked)} requests, faults: {server.struck_counts or 'none'}")
    except OSError as error:
        parser.error(f"port {options.port}: {error.strerror}; choose another")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m world.replay",
        description="A web server on this machine to try a crawl against: `scrm gather SOURCE --base-url ...`.",
        epilog="faults: " + "; ".join(f"{name}: {what}" for name, what in FAULTS.items()),
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--port", type=int, default=0, help="a fixed port; by default a free one")
    common.add_argument("--port-file", type=Path, help="where to write the port once the server listens")
    common.add_argument("--fault", action="append", default=[], metavar="NAME=SHARE", help="may be given several times")
    common.add_argument("--seed", type=int, default=0, help="of the faults and of the invented items")
    common.add_argument("--plans", type=Path, help="a JSON file with fault plans, instead of --fault")
    common.add_argument("--delay-seconds", type=float, default=0.0, help="pause before each answer")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="timeline|recorded")
    timeline = kinds.add_parser("timeline", parents=[common], help="invented items in real formats")
    timeline.add_argument(
        "formats", nargs="+", choices=formats.names(), metavar="FORMAT", help=", ".join(formats.names())
    )
    timeline.add_argument("--items", type=int, default=5_000, help="how many items (default 5000)")
    timeline.add_argument("--days", type=float, default=42, help="days over which they spread (default 42)")
    timeline.add_argument("--largest-page", type=int, help="no page holds more items, whatever is asked for")
    recorded = kinds.add_parser(
        "recorded", parents=[common], help="kept pages: a folder with index.json, or <home>/raw"
    )
    recorded.add_argument("folder", type=Path)
    return parser


def _site(options: argparse.Namespace) -> Site:
    if options.kind == "recorded":
        return Recorded(options.folder)
    return Timelines(
        {
            name: Timeline.generate(
                options.items, seed=options.seed + 1, day_count=options.days, largest_page=options.largest_page
            )
            for name in options.formats
        }
    )


def _plans(options: argparse.Namespace) -> tuple[FaultPlan, ...]:
    if options.plans:
        return read_plans(options.plans)
    shares = {}
    for each in options.fault:
        name, _, share = each.partition("=")
        try:
            shares[name] = float(share)
        except ValueError:
            raise ValueError(f"--fault {each}: give a name and a share, like reset=0.1") from None
    return (FaultPlan(seed=options.seed, shares=shares),) if shares else ()


def _advice(options: argparse.Namespace, base_url: str) -> str:
    if options.kind == "recorded":
        return f"scrm gather SOURCE --config brands.yml --base-url {base_url}"
    asked = ", ".join(f"{name} with the query {formats.load(name).QUERY}" for name in options.formats)
    return f"scrm gather SOURCE --config brands.yml --base-url {base_url} for {asked}"


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    raise SystemExit(main())
