"""The users of an organization at Tradervue, as its administrator manages them."""

from typing import Any

from standins.json_wire import empty_answer, json_answer, json_object
from standins.wire import Answered, Asked

PLANS = ("Free", "Silver", "Gold")


class Users:
    """Users by id."""

    def __init__(self) -> None:
        self.users: dict[int, dict[str, Any]] = {}
        self._last_id = 8_000

    def add(self, username: str, email: str, plan: str = "Free") -> int:
        self._last_id += 1
        self.users[self._last_id] = {
            "id": self._last_id,
            "username": username,
            "email": email,
            "plan": plan,
            "billing_mode": "Managed",
            "last_login": "2026-11-02T08:00:00.000-05:00",
        }
        return self._last_id

    def has(self, stated: str) -> bool:
        """Whether a header names one of them."""
        return stated.isdigit() and int(stated) in self.users

    def answer(self, user_id: int | None, asked: Asked) -> Answered | None:
        """The answer to a request; None where there is no such user."""
        if user_id is None:
            if asked.method == "GET":
                return json_answer(200, {"users": list(self.users.values())})
            return self._create(json_object(asked) or {})
        user = self.users.get(user_id)
        if user is None:
            return None
        if asked.method == "GET":
            return json_answer(200, user)
        body = json_object(asked) or {}
        if body.get("plan", "Free") not in PLANS:
            return json_answer(400, {"error": "Invalid request: plan"})
        user |= {key: body[key] for key in ("username", "email", "plan") if key in body}
        return empty_answer(200)

    def _create(self, body: dict[str, Any]) -> Answered:
        lacking = [key for key in ("username", "plan", "email", "password") if not body.get(key)]
        if lacking or body["plan"] not in PLANS:
            return json_answer(400, {"error": f"Invalid request: {', '.join(lacking) or 'plan'}"})
        made = self.add(body["username"], body["email"], body["plan"])
        return json_answer(201, {"id": made}, {"location": f"/api/v1/users/{made}"})
