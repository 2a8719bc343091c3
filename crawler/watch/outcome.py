"""Outcome: how a run that came to its own end went, from what it counted."""

from crawler.model.run import Outcome, Run

_GRAVE = {  # verdicts that leave no run well; of silence nobody is to blame
    "blocked": "a wall or a refusal answers in place of the site",
    "unreachable": "the site does not answer",
    "site_changed": "the site has changed",
    "reading_changed": "it is read otherwise than it was",
    "emptied": "its listings hold less than they did",
}


def outcome_of(run: Run) -> tuple[Outcome, str]:
    """The outcome, and a sentence for the operator.

    ``failed``: nothing could be read at all. ``degraded``: less was read than there is; that includes a run which
    raised no error and yet left links that its listings showed. ``ok``: all that is listed is read or known; where it
    was to ask for so many statements at most, the sentence says what is left.
    """
    if any(problem.code == "internal.error" for problem in run.problems):
        return "failed", "an error of this program, see the problems"
    if run.listings_failed and not run.listings_read:
        return "failed", f"no listing could be read{_whose(run)}"
    if run.failed and not run.captured and (not run.listings_read or run.failed + run.refused > run.unreachable):
        return "failed", f"no page could be fetched{_whose(run)}"
    told = _less(run)
    if told is not None:
        return "degraded", f"{told}{_whose(run)}"
    if any(verdict.kind in _GRAVE for verdict in run.verdicts):
        return "degraded", f"it gives less than it did{_whose(run)}"
    if run.left:
        return "ok", f"finished; {run.left:,} statements are left, for it was to ask for so many at most"
    return "ok", "finished"


def drifted(run: Run) -> bool:
    """Whether its pages filled fewer fields than the source's habit."""
    return any(problem.code == "layout.drift" for problem in run.problems)


def _less(run: Run) -> str | None:
    if run.listings_failed:
        return f"{run.listings_failed} of its listings could not be read"
    if run.listings_doubted:
        return f"{run.listings_doubted} of its listings gave less than they should"
    if drifted(run):
        return "its pages fill fewer fields than they did, see the problems"
    if failed := sum(problem.code == "monitor.failed" for problem in run.problems):
        return f"{failed} monitors failed, see the problems"
    if run.failed or run.refused:
        return f"{run.failed} pages failed and {run.refused} were refused"
    if run.left and not run.limited:
        return f"{run.left:,} of the statements that it lists were not read"
    if not run.captured and not run.gone and not run.listed:
        return "nothing was found"
    return None


def _whose(run: Run) -> str:
    """What the verdicts say in a word, each kind once."""
    kinds = dict.fromkeys(verdict.kind for verdict in run.verdicts if verdict.kind in _GRAVE)
    return "".join(f"; {_GRAVE[kind]}" for kind in kinds)
