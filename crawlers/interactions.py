"""Requests and responses in a cassette file: VCR (YAML or JSON, Python's and Ruby's) and Betamax (JSON).

A list under `interactions` or `http_interactions`, each `{request: {method, uri}, response: {status: {code} or a
number, headers, body: {string or base64_string} or text}, recorded_at}`; bodies may be gzip or deflate.
"""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import yaml

from crawlers.pipelines.without_secrets import SECRET_HEADERS, without_secret_parameters
from records import RawPage
from records.errors import UnreadableFile

MAX_CASSETTE_BYTES = 64_000_000
MAX_BODY_BYTES = 50_000_000
"""As for a response that is downloaded; a coded body that grows beyond it is taken for a bomb."""
_LISTS = ("interactions", "http_interactions")
_YAML = re.compile(rb"^(?:http_)?interactions:", re.MULTILINE)
_JSON = re.compile(rb'^\s*\{.*?"(?:http_)?interactions"\s*:\s*\[', re.DOTALL)
_MAX_DEPTH = 50
"""A cassette needs eight."""
_HEAD_BYTES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One request and what came back."""

    method: str
    """In capitals."""
    page: RawPage | None = None
    """The response, decoded; None with the `problem`."""
    problem: str | None = None


def is_cassette(body: bytes) -> bool:
    """Whether a file is a cassette, by its content: a list of interactions at the top."""
    if _YAML.search(body[:_HEAD_BYTES]):
        return True
    return bool(_JSON.match(body[:_HEAD_BYTES])) and _list_in(_json(body)) is not None


def interactions_of(file: RawPage) -> Iterator[Interaction]:
    """The interactions of a cassette in order. Raises UnreadableFile for one that is too large or damaged."""
    if len(file.body) > MAX_CASSETTE_BYTES:
        raise UnreadableFile(f"{file.url}: a cassette of more than {MAX_CASSETTE_BYTES:,} bytes; record it in parts")
    found = _list_in(_json(file.body) or _yaml(file))
    if found is None:
        raise UnreadableFile(f"{file.url}: a cassette without a list of interactions; record it again")
    return (_interaction(file, each) for each in found)


def _list_in(content: Any) -> list[Any] | None:
    found = next((content[name] for name in _LISTS if name in content), None) if isinstance(content, dict) else None
    return found if isinstance(found, list) else None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body) if body.lstrip()[:1] == b"{" else None
    except (ValueError, RecursionError):
        return None


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain values only: no objects; merge keys are refused, as nested ones grow without bound."""

    def flatten_mapping(self, node: Any) -> None:
        """Called for each mapping."""
        if any(key.tag == "tag:yaml.org,2002:merge" for key, _ in node.value):
            raise yaml.constructor.ConstructorError(None, None, "merge keys are not read", node.start_mark)


def _untagged(loader: Any, node: Any) -> Any:
    """A value with an unknown tag (`!!python/unicode` of old recorders) as what it is without."""
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    is_list = isinstance(node, yaml.SequenceNode)
    return loader.construct_sequence(node, True) if is_list else loader.construct_mapping(node, True)


_Loader.add_constructor(None, _untagged)


def _yaml(file: RawPage) -> Any:
    try:
        _check_depth(file)
        return yaml.load(file.body, Loader=_Loader)  # noqa: S506  (a safe loader)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        problem = getattr(error, "problem", None) or type(error).__name__
        raise UnreadableFile(f"{file.url}: a damaged cassette ({problem}); record it again") from error


def _check_depth(file: RawPage) -> None:
    """Before anything is built: libyaml's own composer dies of deep nesting. Raises UnreadableFile."""
    depth = 0
    for event in yaml.parse(file.body, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise UnreadableFile(f"{file.url}: a damaged cassette (nested without end); record it again")


def _interaction(file: RawPage, content: Any) -> Interaction:
    request, response = (_mapping(_mapping(content).get(name)) for name in ("request", "response"))
    method = _word(request.get("method")).upper() or "UNNAMED"
    headers = _headers(response.get("headers"))
    try:
        body = _decoded(_body(response.get("body")), headers.get("content-encoding", ""))
    except (ValueError, zlib.error) as error:
        return Interaction(method=method, problem=f"response with a damaged body ({error})"[:80])
    page = RawPage(
        source=file.source,
        url=without_secret_parameters(_word(request.get("uri") or request.get("url")) or file.url),
        body=body,
        fetched_at=_moment(_mapping(content).get("recorded_at")) or _moment(headers.get("date")) or file.fetched_at,
        status=_status(response.get("status")),
        headers={name: value for name, value in headers.items() if name not in SECRET_HEADERS},
        request=file.request,
    )
    return Interaction(method=method, page=page)


def _mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, dict) else {}


def _word(value: Any) -> str:
    """A scalar as text; '' for a list or mapping, whose text may be endless where aliases are nested."""
    return str(value) if isinstance(value, str | int | float) else ""


def _headers(value: Any) -> dict[str, str]:
    """Names in lower case; a header's list of values joined as HTTP does."""
    return {
        _word(name).lower(): ", ".join(_word(each) for each in values) if isinstance(values, list) else _word(values)
        for name, values in _mapping(value).items()
    }


def _status(value: Any) -> int:
    code = _mapping(value).get("code") if isinstance(value, dict) else value
    return code if isinstance(code, int) else 200


def _body(value: Any) -> bytes:
    """The bytes of a body: text, binary or base64. Raises ValueError for what is none of them."""
    content = value.get("string") if isinstance(value, dict) and "string" in value else value
    if isinstance(content, dict):
        try:
            return base64.b64decode(_word(content.get("base64_string")), validate=False)
        except binascii.Error:
            raise ValueError("not base64") from None
    if content is None or isinstance(content, bytes):
        return content or b""
    if isinstance(content, str):
        return content.encode("utf-8", "surrogatepass")
    raise ValueError(f"a {type(content).__name__} where text was expected")


def _decoded(body: bytes, encoding: str) -> bytes:
    """Gzip by its first bytes, deflate by the header; a header alone decides nothing, recorders decode and keep it."""
    if body[:2] == b"\x1f\x8b":
        return _inflated(body, 16 + zlib.MAX_WBITS)
    if "deflate" in encoding and body[:1] == b"\x78":
        return _inflated(body, zlib.MAX_WBITS)
    return body


def _inflated(body: bytes, window_bits: int) -> bytes:
    engine = zlib.decompressobj(window_bits)
    content = engine.decompress(body, MAX_BODY_BYTES)
    if engine.unconsumed_tail:
        raise ValueError("it grows beyond all measure")
    if not engine.eof:
        raise ValueError("it is cut short")
    return content


def _moment(value: Any) -> datetime | None:
    """A recording's time, ISO or as in HTTP; without a zone it is UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(_word(value))
        except (TypeError, ValueError, IndexError):
            continue
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return None
