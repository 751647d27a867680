"""What does a program get that asks for no article? How the service is, completions of a question, an error."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from msgspec import UNSET, Struct, UnsetType

from search import health as answered
from web.advice import message
from web.reply.record import described
from web.sentences import sentence


class ClusterNodes(Struct, kw_only=True, frozen=True):
    """The cluster that has the archive."""

    nodes: Annotated[int, described("The machines that it has now.")]
    missing: Annotated[
        int,
        described("Copies of parts of the archive that no machine has now; answers are whole as long as each has one."),
    ]
    green: Annotated[bool, described("Whether none is missing.")]
    words: Annotated[
        Literal["newest", "older"],
        described(
            "By the words of which state of the archive questions are corrected and completed: `older` while those of "
            "the newest are still being read."
        ),
    ]


class Health(Struct, kw_only=True, frozen=True):
    """The reply of `/health`: whether the index can be searched. The status is 503 where it cannot."""

    ok: Annotated[bool, described("Whether questions are answered from the newest index.")]
    articles: Annotated[int, described("The number of articles in the index.")]
    generation: Annotated[str, described('Which state of the index answers; "" where none does.')]
    published_at: Annotated[str, described('When that state was published, ISO 8601; "" where not known.')]
    problem: Annotated[str, described('What is wrong, in a sentence; "" where nothing is.')]
    serving: Annotated[
        Literal["newest", "older", "none"],
        described("Which state of the index answers; `older` where the newest is damaged."),
    ]
    damaged: Annotated[
        tuple[str, ...],
        described(
            "A sentence for each part of the index that the check in the background found damaged, also of the state "
            "before, which is kept. Where only that one is, `ok` stays true."
        ),
    ]
    cluster: Annotated[ClusterNodes | None, described("The cluster; null where the index lies in a folder.")] = None
    engine: Annotated[
        Literal["embedded", "opensearch"],
        described("What has the index: `embedded` in a folder, or a cluster of `opensearch`."),
    ]
    nodes: Annotated[
        int | None, described("The machines of the cluster; null where none answers, or the index lies in a folder.")
    ]
    green: Annotated[
        bool | None,
        described("Whether each part of the archive has all its copies; null where the index lies in a folder."),
    ]


class Completions(Struct, kw_only=True, frozen=True):
    """The reply of `/api/complete`."""

    completions: Annotated[
        tuple[str, ...], described("Whole questions that begin as what was typed, the likeliest first.")
    ]


class Problem(Struct, kw_only=True, frozen=True):
    """What any request gets that cannot be answered."""

    error: Annotated[str, described("What is wrong, in a sentence.")]
    status: Annotated[int, described("The status of the reply once more.")]
    command: Annotated[str, described('The command that whoever runs the service can mend it with; else "".')]
    advice: Annotated[str, described('What to do about it, in sentences; "" where `error` says it all.')] = ""
    near: Annotated[
        tuple[str, ...] | UnsetType,
        described("Of a name that no article has: the addresses of those that may have been meant."),
    ] = UNSET
    title: Annotated[str | UnsetType, described("With the status 410: what the article was called.")] = UNSET


def cluster_nodes(state: answered.ClusterHealth | None) -> ClusterNodes | None:
    """The cluster for a program; None where there is none."""
    if state is None:
        return None
    words: Literal["newest", "older"] = "older" if state.stale else "newest"
    return ClusterNodes(nodes=state.nodes, missing=state.missing, green=state.green, words=words)


def health_reply(state: answered.EngineHealth, index: Path | None = None) -> Health:
    """How the service is; a command that its problem advises is about the index in the folder `index`, if given."""
    error = message(state.error, index) if state.error else ""
    return Health(
        ok=state.ok,
        articles=state.articles,
        generation=state.generation,
        published_at=state.published_at,
        problem=error or (sentence(state.problem, index) if state.problem else ""),
        serving=state.serving.value,
        damaged=state.damaged,
        cluster=cluster_nodes(state.cluster),
        engine=state.engine.value,
        nodes=state.cluster.nodes if state.cluster else None,
        green=_green(state),
    )


def _green(state: answered.EngineHealth) -> bool | None:
    if state.cluster is not None:
        return state.cluster.green
    return False if state.engine is answered.EngineKind.OPENSEARCH else None


class ProblemDetails(NamedTuple):
    """What else is told of a problem: the title of an article that is gone, addresses of names near to an unknown one,
    and what to do."""

    title: str = ""
    near: tuple[str, ...] | None = None
    advice: str = ""


def problem_reply(error: str, status: int, command: str, details: ProblemDetails) -> Problem:
    """The reply to a request that cannot be answered."""
    return Problem(
        error=error,
        status=status,
        command=command,
        advice=details.advice,
        title=details.title if status == HTTPStatus.GONE else UNSET,
        near=UNSET if details.near is None else details.near,
    )
