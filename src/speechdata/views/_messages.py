"""Chat messages, as trainers take them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from speechdata.records import Record


class Message(Record):
    """One turn of a chat."""

    role: Literal["system", "user", "assistant"] = Field(description="who says it")
    content: str = Field(description="what is said")


def exchange(instruction: str, question: str, answer: str) -> list[dict[str, str]]:
    """The three turns of a task: instruction, what is given, what is to come."""
    contents = {"system": instruction, "user": question, "assistant": answer}
    return [{"role": role, "content": content} for role, content in contents.items()]
