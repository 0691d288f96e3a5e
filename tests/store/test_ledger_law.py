"""The law of the ledger: whatever happens in whatever order, every reader is accounted for.

Imaginary processes plan, claim, hand over, die, freeze and write down what came
back, while readers leave, editors pause and settle, and the carrier reports.
Next to the real ledger stands a plain model of what must be true, and the
carrier's own log of every hand-over. After each step both are compared.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random, SystemRandom

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from digest.model.edition import State
from digest.store.database import Store
from tests.builders.stores import Shared
from tests.builders.walks import Walk
from tests.databases import ERASING_KEYS

WAYS = ("unsubscribe", "complain", "pause", "forget")
CANCELS = 30  # as ``which``: rare, for nothing happens after it


def _works(walk: Walk, slot: int, which: int, taken: bool) -> None:
    walk.work(slot, taken=taken, how=which)


def _dies(walk: Walk, slot: int, which: int, taken: bool) -> None:
    if slot in walk.slots:
        walk.die(slot)


def _sleeps(walk: Walk, slot: int, which: int, taken: bool) -> None:
    if slot in walk.slots:
        walk.freeze(slot)


def _stops(walk: Walk, slot: int, which: int, taken: bool) -> None:
    walk.move(State.SENDING, State.CANCELLED if which == CANCELS else State.PAUSED)


# how often, and what; a send that hardly moves would prove little
HAPPENS: dict[str, tuple[int, Callable[[Walk, int, int, bool], None]]] = {
    "a process works": (10, _works),
    "a process dies": (2, _dies),
    "a process sleeps past its lease": (3, _sleeps),
    "what ran out lapses": (3, lambda walk, slot, which, taken: walk.lapse()),
    "the carrier reports": (2, lambda walk, slot, which, taken: walk.carrier_reports(which)),
    "the carrier is asked": (2, lambda walk, slot, which, taken: walk.carrier_is_asked(which)),
    "an editor decides": (2, lambda walk, slot, which, taken: walk.editor_decides(which, taken=taken)),
    "a word comes too late": (1, lambda walk, slot, which, taken: walk.a_word_comes_too_late(which)),
    "a reader leaves": (2, lambda walk, slot, which, taken: walk.reader_leaves(which, WAYS[which % 4])),
    "a reader comes back": (1, lambda walk, slot, which, taken: walk.reader_comes_back(which)),
    "an editor stops it": (1, _stops),
    "an editor resumes": (3, lambda walk, slot, which, taken: walk.move(State.PAUSED, State.SENDING)),
    "somebody closes": (1, lambda walk, slot, which, taken: walk.close()),
}
OFTEN = [what for what, (often, _) in HAPPENS.items() for _ in range(often)]
PROCESSES, ONE_OF_THOSE = 3, 30


class Sending(RuleBasedStateMachine):
    """One rule with many ways: of many rules hypothesis leaves some out in each run, and the send stands."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.walk = Walk(store)

    @initialize(groups=st.lists(st.integers(1, 4), min_size=2, max_size=3), max_batch=st.integers(1, 3))
    def plan(self, groups: list[int], max_batch: int) -> None:
        self.walk.plan(groups, max_batch)

    @rule(
        what=st.sampled_from(OFTEN),
        slot=st.integers(0, PROCESSES - 1),
        which=st.integers(0, ONE_OF_THOSE),
        taken=st.booleans(),
    )
    def happens(self, what: str, slot: int, which: int, taken: bool) -> None:
        HAPPENS[what][1](self.walk, slot, which, taken)

    @invariant()
    def every_reader_is_in_one_place(self) -> None:
        self.walk.every_reader_is_in_one_place()

    @invariant()
    def nobody_gets_it_twice_without_an_editors_word(self) -> None:
        self.walk.nobody_gets_it_twice_without_an_editors_word()

    def teardown(self) -> None:
        self.walk.come_to_an_end()


def _runs(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )


def test_the_law_holds_on_sqlite() -> None:
    """Hypothesis' walks, which it can shorten to the few steps that matter."""
    store = Store("sqlite:///:memory:", erasing_keys=ERASING_KEYS)
    run_state_machine_as_test(lambda: Sending(store), settings=_runs(15, 25))
    store.close()


def test_the_law_holds_on_postgresql(shared: Shared) -> None:
    store = shared.emptied("postgresql")
    run_state_machine_as_test(lambda: Sending(store), settings=_runs(5, 20))


def wander(store: Store, seed: int, steps: int) -> None:
    """A walk by dice: no two are alike, as hypothesis' often are, but none can be shortened."""
    dice, walk = Random(seed), Walk(store)
    walk.plan([dice.randint(1, 4) for _ in range(dice.randint(2, 3))], dice.randint(1, 3))
    for _ in range(steps):
        what, slot, which = dice.choice(OFTEN), dice.randrange(PROCESSES), dice.randint(0, ONE_OF_THOSE)
        HAPPENS[what][1](walk, slot, which, dice.random() < 0.5)
        walk.every_reader_is_in_one_place()
        walk.nobody_gets_it_twice_without_an_editors_word()
    walk.come_to_an_end()


@pytest.mark.parametrize("walks", [20, pytest.param(300, marks=pytest.mark.slow)])
def test_the_law_holds_on_walks_by_dice(walks: int) -> None:
    store = Store("sqlite:///:memory:", erasing_keys=ERASING_KEYS)
    for seed in (SystemRandom().randrange(2**32) for _ in range(walks)):
        with named(seed):
            wander(store, seed, 40)
    store.close()


@contextmanager
def named(seed: int) -> Iterator[None]:
    """A failure tells the seed: ``wander(store, SEED, 40)`` walks the same way again."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"the walk had the seed {seed}")
        raise
