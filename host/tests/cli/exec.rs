//! `twinbench exec`: MicroPython's behaviour through the whole chain, flash and link included.

use crate::support::twinbench;
use predicates::prelude::*;

fn exec(code: &str) -> assert_cmd::assert::Assert {
    twinbench().args(["exec", "--code", code]).assert()
}

#[test]
fn prints_what_micropython_prints() {
    exec(r#"print("hi", 2**100, [x*x for x in range(5)])"#)
        .success()
        .stdout("hi 1267650600228229401496703205376 [0, 1, 4, 9, 16]\n");
}

#[test]
fn runs_from_flash_as_well() {
    twinbench()
        .args([
            "exec",
            "--placement",
            "flash",
            "--code",
            "import sys; print(sys.platform, sys.version_info[:2])",
        ])
        .assert()
        .success()
        .stdout("rp2 (3, 4)\n");
}

#[test]
fn an_exception_prints_the_traceback_and_exits_1() {
    exec("def f():\n  return 1/0\nf()\n").code(1).stdout("").stderr(
        predicate::str::contains("Traceback (most recent call last):")
            .and(predicate::str::contains("line 3, in <module>"))
            .and(predicate::str::contains("line 2, in f"))
            .and(predicate::str::contains("ZeroDivisionError: divide by zero")),
    );
}

#[test]
fn what_was_printed_before_an_exception_is_kept() {
    exec("print('before')\nraise ValueError('x')").code(1).stdout("before\n");
}

#[test]
fn a_syntax_error_is_an_exception() {
    exec("x = = 1").code(1).stderr(predicate::str::contains("SyntaxError: invalid syntax"));
}

#[test]
fn exits_as_the_script_does() {
    exec("import sys\nsys.exit(7)").code(7);
    exec("import sys\nsys.exit()").code(0);
}

#[test]
fn emitters_work() {
    let code = "
@micropython.native
def n(x): return x + 1
@micropython.viper
def v(x: int) -> int: return x * 3
@micropython.asm_thumb
def a(r0): add(r0, r0, 5)
print(n(1), v(2), a(3))
";
    exec(code).success().stdout("2 6 8\n");
}

#[test]
fn long_output_is_whole() {
    let expected: String = (0..3000).map(|n| format!("line {n}\n")).collect();
    exec("for n in range(3000): print('line', n)").success().stdout(expected);
}

#[test]
fn memory_runs_out_as_an_exception() {
    exec("x = []\nwhile True: x.append(bytearray(10000))")
        .code(1)
        .stderr(predicate::str::contains("MemoryError: memory allocation failed"));
}

#[test]
fn recursion_runs_out_as_an_exception() {
    exec("def f(n): return f(n + 1)\nf(0)")
        .code(1)
        .stderr(predicate::str::contains("RuntimeError: maximum recursion depth exceeded"));
}

#[test]
fn reads_a_script_from_standard_input_and_from_a_file() {
    twinbench().args(["exec", "-"]).write_stdin("print(6 * 7)").assert().success().stdout("42\n");
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script.py");
    std::fs::write(&script, "print('from a file')").unwrap();
    twinbench().arg("exec").arg(&script).assert().success().stdout("from a file\n");
}

#[test]
fn a_script_without_end_is_stopped() {
    twinbench()
        .args(["exec", "--timeout", "0.5", "--code", "while True: pass"])
        .assert()
        .code(1)
        .stdout("")
        .stderr(predicate::str::contains("the script did not end within 0.5 s and was stopped"));
}

#[test]
fn a_script_that_prints_without_end_is_stopped() {
    twinbench()
        .args(["exec", "--timeout", "0.5", "--code", "while True: print('x' * 100)"])
        .assert()
        .code(1)
        .stderr(predicate::str::contains("did not end within"));
}
