"""jupyter_kernel_test, unmodified, once with magics and once with Rust code."""

import shutil
import time
import unittest

import jupyter_kernel_test

KERNEL = "quincunx"

# Seconds for a cell of Rust to be compiled on a slow machine; the suite's own patience is 15.
PATIENCE = 120


class MagicsTest(jupyter_kernel_test.KernelTests):
    """What an analyst types; no Rust toolchain is needed.

    Skipped for a reason: text on stdout and stderr, and clear_output. Magics answer by results in several media alone, and none
    takes back what another has shown; the tests of Rust code below make all three.
    """

    kernel_name = KERNEL
    language_name = "rust"
    file_extension = ".rs"

    completion_samples = [
        {"text": "%q corr", "matches": {"correlate"}},
        {"text": "%q example case", "matches": {"case-study"}},
        {"text": "%q rotate vari"},
    ]

    complete_code_samples = [
        "%q help",
        "%q example case-study\n%q correlate",
        "%%q sorts\nid,1,2\na,-1,1\n",
    ]
    incomplete_code_samples = ["%%q sorts\nid,1,2"]
    invalid_code_samples = ["%q load 'sorts.csv", "%q help\n%q load \"sorts.csv"]

    code_page_something = "%q help rotate --page"

    code_generate_error = "%q correlat"

    code_execute_result = [
        {"code": "%q example case-study", "mime": "text/html"},
        {"code": "%q study", "mime": "text/html"},
        {"code": "%q journal"},
    ]
    # The last magic of a cell gives its value, those before it are displayed.
    code_display_data = [
        {"code": "%q example case-study\n%q study", "mime": "text/html"},
        {"code": "%q example case-study\n%q study", "mime": "text/latex"},
    ]

    code_history_pattern = "%q stu*"
    supported_history_operations = ("tail", "range", "search")

    code_inspect_sample = "%q correlate"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kc.execute_interactive("%q example case-study", timeout=60)


@unittest.skipUnless(shutil.which("rustc"), "Rust cells need rustc on PATH")
class RustTest(jupyter_kernel_test.KernelTests):
    """What a programmer types.

    Skipped for a reason: the pager. Documentation of Rust code is what the front end asks for by Shift-Tab.
    """

    kernel_name = KERNEL
    language_name = "rust"
    file_extension = ".rs"

    code_hello_world = 'println!("hello, world");'
    code_stderr = 'eprintln!("oops");'

    completion_samples = [
        {"text": "struct Sort; let s: Sor", "matches": {"Sort"}},
    ]

    complete_code_samples = ["let x = 1;", "x + 1", "fn f() -> i32 { 1 }"]
    incomplete_code_samples = ["fn f() {", "let v = vec![1,", 'println!("a']
    invalid_code_samples = [")", "fn f() }"]

    code_generate_error = "undefined_name"

    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"a".repeat(3)', "result": '"aaa"'},
    ]
    code_display_data = [
        {
            "code": 'println!("EVCXR_BEGIN_CONTENT text/html\\n<b>x</b>\\nEVCXR_END_CONTENT");',
            "mime": "text/html",
        },
    ]

    code_clear_output = "q::clear_output(false);"

    code_history_pattern = "1 + *"
    supported_history_operations = ("tail", "range", "search")

    code_inspect_sample = "String::new"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Until the compiler and rust-analyzer are up, there is nothing to complete from.
        cls.kc.execute_interactive("1", timeout=300)
        for _ in range(PATIENCE):
            if cls.kc.complete("Strin", reply=True, timeout=PATIENCE)["content"]["matches"]:
                break
            time.sleep(1)

    def execute_helper(self, code, timeout=PATIENCE, **options):
        return super().execute_helper(code, timeout=timeout, **options)


class WelcomeTest(jupyter_kernel_test.IopubWelcomeTests):
    """The subscription is confirmed, as the protocol asks since 5.5."""

    kernel_name = KERNEL
    support_iopub_welcome = True
