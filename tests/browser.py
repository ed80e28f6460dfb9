"""A real browser for tests: headless Chromium, driven by the DevTools protocol over a pipe."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip


class Browser:
    """A browser with one page: commands in, answers and events out."""

    def __init__(self, profile: Path) -> None:
        assert CHROMIUM is not None
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()

        def pipes() -> None:
            """The browser reads commands from descriptor 3 and writes to 4."""
            os.dup2(to_read, 103)
            os.dup2(to_write, 104)
            os.dup2(103, 3)
            os.dup2(104, 4)

        self.process = subprocess.Popen(
            [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=pipes,  # noqa: PLW1509 - no thread is running here
            close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_read)
        os.close(to_write)
        os.set_blocking(self._read, False)
        self._buffer = b""
        self._number = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.do("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.do("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.do(f"{domain}.enable")

    def close(self) -> None:
        """End the browser that was started here."""
        with contextlib.suppress(OSError):
            self._send("Browser.close", {}, "")
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self._read)
        os.close(self._write)

    def _send(self, method: str, values: dict[str, Any], session: str) -> int:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": values}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]
        return self._number

    def do(self, method: str, **values: Any) -> dict[str, Any]:
        """A command's answer."""
        number = self._send(method, values, self._session)
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            for message in self._messages():
                if message.get("id") == number:
                    assert "error" not in message, message["error"]
                    return message["result"]  # type: ignore[no-any-return]
                self.events.append(message)
        raise TimeoutError(method)

    def _messages(self) -> Iterator[dict[str, Any]]:
        """The messages that are there, one at a time, so that none is lost."""
        if b"\0" not in self._buffer:
            try:
                self._buffer += os.read(self._read, 1 << 20)
            except BlockingIOError:
                time.sleep(0.005)
        while b"\0" in self._buffer:
            message, _, self._buffer = self._buffer.partition(b"\0")
            yield json.loads(message)

    def open(self, path: Path, fragment: str = "") -> None:
        """Open a file, as a reader who has just got it would."""
        self.events.clear()
        self.do("Page.navigate", url="about:blank")
        self.do("Page.navigate", url=path.as_uri() + fragment)
        self.until("document.readyState === 'complete' && location.protocol === 'file:'")

    def js(self, expression: str) -> Any:
        """The value of an expression in the page."""
        answer = self.do("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait for something to become true."""
        limit = time.monotonic() + 30
        while not self.js(expression):
            assert time.monotonic() < limit, expression
            time.sleep(0.02)

    def press(self, key: str) -> None:
        """A key on the keyboard."""
        codes = {
            "Enter": 13,
            " ": 32,
            "Tab": 9,
            "ArrowLeft": 37,
            "ArrowUp": 38,
            "ArrowRight": 39,
            "ArrowDown": 40,
        }
        code = codes.get(key) or ord(key[0].upper())
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        extra = {"text": text} if text else {}
        self.do("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **extra)
        self.do("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def click(self, css: str) -> None:
        """A click of the mouse on the first element of a selector."""
        self.js(
            f"document.querySelector({json.dumps(css)}).scrollIntoView({{block: 'center', behavior: 'instant'}})"
        )
        box = self.js(
            f"(r => [r.x + Math.min(r.width / 2, 60), r.y + r.height / 2])"
            f"(document.querySelector({json.dumps(css)}).getBoundingClientRect())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.do("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def size(self, width: int, height: int, mobile: bool = False) -> None:
        """The size of the window."""
        self.do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=mobile,
        )

    def scheme(self, name: str) -> None:
        """Whether the reader prefers ``light`` or ``dark``."""
        self.do("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def picture(self, path: Path | None = None, whole: bool = False) -> bytes:
        """A picture of the window, or of the whole page."""
        data = base64.b64decode(
            self.do("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        )
        if path is not None:
            path.write_bytes(data)
        return data

    def pdf(self) -> bytes:
        """The page as it is printed."""
        answer = self.do("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(answer["data"])

    def complaints(self) -> list[dict[str, Any]]:
        """What the console says, and requests that go anywhere but to the file itself."""
        wrong = []
        for event in self.events:
            values = event.get("params", {})
            match event.get("method"):
                case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown" | "Log.entryAdded":
                    wrong.append(values)
                case "Network.requestWillBeSent" if not values["request"]["url"].startswith(
                    ("file:", "about:")
                ):
                    wrong.append(values["request"])
                case "Network.requestWillBeSent" if values.get("type") != "Document":
                    wrong.append(values["request"])
                case _:
                    pass
        return wrong
