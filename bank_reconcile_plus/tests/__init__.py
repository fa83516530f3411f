from . import test_concurrency, test_import, test_matching, test_posting
