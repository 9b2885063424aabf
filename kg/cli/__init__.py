"""The command `kg`.

Exit codes:
    0    all well
    1    some documents failed and the rest is done, `kg verify` found a wrong span, or `kg load` counted another number
    2    wrong usage, or an input or output that stops the whole command
    130  interrupted (Ctrl-C)
    141  the reader of the output went away
    143  ended by a signal

A message stands on standard error as ``kg: place: reason``.
"""

from kg.cli import evaluating, loading, training
from kg.cli.verbs import app, main

app.add_typer(loading.app, name="load")
app.add_typer(training.app, name="train")
app.command(
    epilog="[bold]Examples[/]\nkg evaluate news.kg.jsonl gold.jsonl\n"
    "kg evaluate graph.nq gold.jsonl --status asserted,reported,known --predicates gold --format json"
)(evaluating.evaluate)

__all__ = ["app", "main"]
