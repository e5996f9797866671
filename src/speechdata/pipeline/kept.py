"""Results of shards here and in the store of a build, if it has one: brought before they are needed, kept when made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from speechdata.errors import ConfigError
from speechdata.lexicons import lexicon_hash
from speechdata.pipeline import ledger, steps
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.log import log
from speechdata.pipeline.shards import Shard
from speechdata.pipeline.spent import note
from speechdata.pipeline.steps import is_done, result
from speechdata.pipeline.store import Store

Act = Callable[[str, Shard, BuildConfig], None]
SPLIT, LEXICONS = "split", "lexicons"
_THREADS = 16
"""Requests at a time; they wait more than they work."""


def store_of(config: BuildConfig) -> Store | None:
    """The store of a build. Raises ConfigError."""
    return Store(config.store) if config.store else None


def open_store(config: BuildConfig) -> None:
    """Sees that the store of a build, if it has one, can be written to. Raises ConfigError."""
    if store := store_of(config):
        store.open()


def carried(step: str, shard: Shard, config: BuildConfig, act: Act) -> None:
    """One step of a shard by `act`: what it takes is brought before, what it gives is kept."""
    for earlier in steps.up_to(step)[-2:-1]:
        obtain(earlier, shard, config, act)
    act(step, shard, config)
    keep(step, shard, config)


def obtain(step: str, shard: Shard, config: BuildConfig, act: Act = steps.run) -> None:
    """Has a step's result here: brought from the store, or made anew by `act` where it is lost."""
    if not bring(step, shard, config):
        carried(step, shard, config, act)


def bring(step: str, shard: Shard, config: BuildConfig) -> bool:
    """Whether a step's result is here, after it was looked for in the store if it was not."""
    if is_done(step, shard, config):
        return True
    store = store_of(config)
    return store is not None and store.fetch(_name(step, shard, config), result(step, shard, config))


def bring_made(step: str, shard: Shard, config: BuildConfig) -> None:
    """Brings what a worker elsewhere has just put into the store. Raises ConfigError if it is not there."""
    store = store_of(config)
    if store and not bring(step, shard, config):
        raise _lost(_name(step, shard, config), store.place)


def keep(step: str, shard: Shard, config: BuildConfig) -> None:
    """Puts a step's result into the store, with what it and the steps before it cost."""
    if store := store_of(config):
        notes = [note(result(each, shard, config)) for each in steps.up_to(step)]
        store.put(_name(step, shard, config), result(step, shard, config), notes=notes)


def settle(shards: Sequence[Shard], config: BuildConfig) -> frozenset[tuple[str, str]]:
    """Evens out what is here and what is in the store, but for extracted texts, which stay there until needed.

    Returns step and key of what stays. The store is listed once a step, not asked for each shard.
    """
    store = store_of(config)
    if store is None:
        return frozenset()
    if config.runner == "dask":
        _keep_lexicons(shards, config)
    there = {step: store.names(step) for step in steps.STEPS}
    for step, names in there.items():
        unkept = [s for s in shards if is_done(step, s, config) and result(step, s, config).name not in names]
        _at_once(partial(keep, step, config=config), unkept)
        if step != "extract":
            _bring_listed(step, shards, config, names)
    return frozenset(("extract", shard.key) for shard in shards if shard.key in there["extract"])


def bring_outcomes(shards: Sequence[Shard], config: BuildConfig) -> None:
    """Brings what tells of the sources of shards: the last step's results."""
    if store := store_of(config):
        _bring_listed("validate", shards, config, store.names("validate"))


def kept_names(config: BuildConfig) -> dict[str, frozenset[str]]:
    """Names of what the store holds, by kind: steps, divisions, lexicons; nothing if there is no store."""
    store = store_of(config)
    return {kind: store.names(kind) for kind in (*steps.STEPS, SPLIT, LEXICONS)} if store else {}


def remove(kind: str, keys: Iterable[str], config: BuildConfig) -> int:
    """Removes from the store, if there is one, what it holds of a kind under these keys; returns how many."""
    store = store_of(config)
    return store.remove(kind, frozenset(keys)) if store else 0


def bring_quarantine(shard: Shard, config: BuildConfig) -> None:
    """Has the extracted texts of a shard here if they hold a source that was set aside then."""
    if config.store is None:
        return
    later = result("annotate", shard, config) / ledger.QUARANTINE
    outcomes = ledger.read_outcomes(result("validate", shard, config))
    if any(outcome.is_aside and not (later / outcome.key).is_dir() for outcome in outcomes):
        obtain("extract", shard, config)


def bring_divisions(shards: Sequence[Shard], config: BuildConfig) -> None:
    """Brings how shards that ended their worker elsewhere were divided."""
    if store := store_of(config):
        names = store.names(SPLIT)
        for shard in shards:
            path = config.work(SPLIT) / shard.key
            if shard.key in names and not path.is_file():
                store.fetch(f"{SPLIT}/{shard.key}", path)


def keep_division(shard: Shard, config: BuildConfig) -> None:
    """Puts into the store how a shard was divided."""
    if store := store_of(config):
        store.put(f"{SPLIT}/{shard.key}", config.work(SPLIT) / shard.key)


def bring_lexicons(shard: Shard, config: BuildConfig) -> None:
    """Brings the project's own lexicons that a shard is annotated with. Raises ConfigError if they are lost."""
    store, folder = store_of(config), config.lexicons
    if store is None or folder is None:
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    if shard.lexicons == lexicon_hash():
        folder.mkdir()
    elif not store.fetch(f"{LEXICONS}/{shard.lexicons}", folder):
        raise _lost(f"{LEXICONS}/{shard.lexicons}", store.place)


def _lost(name: str, place: str) -> ConfigError:
    """The error of an object that was put into the store and is not there."""
    advice = (
        "See that the store is the same place for all machines, and that nobody cleans it during a build."
    )
    return ConfigError("store-lost", f"{name} was put there and is gone", place=place, advice=advice)


def _keep_lexicons(shards: Sequence[Shard], config: BuildConfig) -> None:
    """Puts a project's own lexicons into the store, for workers that do not see the project."""
    store = store_of(config)
    if store and config.lexicons and shards and shards[0].lexicons != lexicon_hash():
        store.put(f"{LEXICONS}/{shards[0].lexicons}", config.lexicons)


def _bring_listed(step: str, shards: Sequence[Shard], config: BuildConfig, names: frozenset[str]) -> None:
    wanted = [s for s in shards if not is_done(step, s, config) and result(step, s, config).name in names]
    _at_once(partial(bring, step, config=config), wanted)
    extra = {"step": step, "counts": {"fetched": len(wanted)}}
    log.info("%s: %d results fetched from the store", step, len(wanted), extra=extra)


def _at_once(act: Callable[[Shard], object], shards: Iterable[Shard]) -> None:
    threads = ThreadPoolExecutor(_THREADS)
    try:
        for future in [threads.submit(act, shard) for shard in shards]:
            future.result()
    finally:
        threads.shutdown(cancel_futures=True)


def _name(step: str, shard: Shard, config: BuildConfig) -> str:
    return f"{step}/{result(step, shard, config).name}"
