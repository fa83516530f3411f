from . import test_concurrency, test_demo, test_demo_job, test_import, test_matching, test_posting
