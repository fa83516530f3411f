from odoo.tests import HttpCase, no_retry, tagged


@tagged("post_install", "-at_install")
class TestPageComponents(HttpCase):
    """The unit tests of the browser's components: static/tests/*.test.js, run as the host runs its own."""

    @no_retry
    def test_components(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&filter=%40bank_reconcile_plus",
            "",
            "",
            login="admin",
            timeout=180,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
