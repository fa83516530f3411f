"""Takes a picture of a page of a running Odoo, as a user sees it.

Example, with dev/run serving:
    dev/shot --url /odoo/accounting --out /tmp/dashboard.png --width 1366 --height 768
    dev/shot --url /odoo/accounting --click "text=Reconcile" --wait .modal-dialog --out /tmp/wizard.png

--click, --fill, --press, --upload and --wait are done in the order given. Selectors are playwright's:
CSS, text=..., role=... . What the page writes to the browser's console as an error is printed.
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


class Step(argparse.Action):
    """Collects the things to do on the page, in the order of the command line."""

    def __call__(self, parser, namespace, value, option_string=None):
        namespace.steps = [*(namespace.steps or []), (option_string.removeprefix("--"), value)]


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev/shot", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--address", default="http://127.0.0.1:8069", help="where Odoo answers (%(default)s)")
    parser.add_argument("--url", default="/odoo", help="path of the page (%(default)s)")
    parser.add_argument("--out", required=True, type=Path, help="the picture to write, .png or .jpg")
    parser.add_argument("--db", help="database, when the server has several")
    parser.add_argument("--login", default="admin", help="(%(default)s)")
    parser.add_argument("--password", help="(default: the same as the login)")
    parser.add_argument("--width", type=int, default=1366, help="of the window (%(default)s)")
    parser.add_argument("--height", type=int, default=768, help="of the window (%(default)s)")
    parser.add_argument("--scale", type=float, default=1, help="pixels for each of the page (%(default)s)")
    parser.add_argument("--dark", action="store_true", help="ask for dark colours, where Odoo has them")
    parser.add_argument("--full-page", action="store_true", help="the whole page, not only what the window shows")
    parser.add_argument("--element", help="only this element: a selector")
    parser.add_argument("--timeout", type=float, default=60, help="seconds to wait for each thing (%(default)s)")
    steps = parser.add_argument_group("on the page, in the order given")
    steps.add_argument("--click", action=Step, metavar="SELECTOR", dest="steps")
    steps.add_argument("--fill", action=Step, metavar="SELECTOR=>TEXT", dest="steps")
    steps.add_argument("--upload", action=Step, metavar="SELECTOR=>FILE", dest="steps")
    steps.add_argument("--press", action=Step, metavar="KEY", dest="steps")
    steps.add_argument("--wait", action=Step, metavar="SELECTOR", dest="steps", help="until it is seen")
    return parser.parse_args()


def log_in(page: Page, arguments: argparse.Namespace) -> None:
    page.goto(f"{arguments.address}/web/login" + (f"?db={arguments.db}" if arguments.db else ""))
    page.fill("input[name=login]", arguments.login)
    page.fill("input[name=password]", arguments.password or arguments.login)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/web/login" not in url)


def wait_until_still(page: Page) -> None:
    """Wait until nothing loads any more; a page that polls is taken as it is after a while."""
    page.wait_for_timeout(200)
    try:
        page.wait_for_load_state("networkidle", timeout=5000)
        page.wait_for_selector(".o_loading_indicator", state="hidden", timeout=5000)
    except Error:
        return
    page.wait_for_timeout(400)  # transitions


def do_step(page: Page, what: str, value: str) -> None:
    selector, _arrow, text = value.partition("=>")
    match what:
        case "click":
            page.click(value)
        case "fill":
            page.fill(selector, text)
        case "upload":
            page.set_input_files(selector, text)
        case "press":
            page.keyboard.press(value)
        case "wait":
            page.wait_for_selector(value)
    wait_until_still(page)


def take_picture(page: Page, arguments: argparse.Namespace) -> None:
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    if arguments.element:
        page.locator(arguments.element).first.screenshot(path=arguments.out)
    else:
        page.screenshot(path=arguments.out, full_page=arguments.full_page)


def main() -> int:
    arguments = parse_arguments()
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        # Without a sandbox: it does not work for root, and only our own server is visited.
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": arguments.width, "height": arguments.height},
            device_scale_factor=arguments.scale,
            color_scheme="dark" if arguments.dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(arguments.timeout * 1000)
        if arguments.dark:
            context.add_cookies([{"name": "color_scheme", "value": "dark", "url": arguments.address}])
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and print(f"console: {said.text}", file=sys.stderr))
        page.on("pageerror", lambda error: print(f"page error: {error}", file=sys.stderr))
        try:
            log_in(page, arguments)
            page.goto(arguments.address + arguments.url)
            wait_until_still(page)
            for what, value in arguments.steps or []:
                do_step(page, what, value)
        except Error as error:
            print(f"{error}\nthe picture shows how far it came", file=sys.stderr)
            take_picture(page, arguments)
            return 1
        take_picture(page, arguments)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
