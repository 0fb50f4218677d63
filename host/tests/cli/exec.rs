//! `twinbench exec`: behaviour of MicroPython from the command line to the board and back.

use crate::support::twinbench;
use predicates::prelude::*;

fn exec(code: &str) -> assert_cmd::assert::Assert {
    twinbench().args(["exec", "--code", code]).assert()
}

#[test]
fn output_of_the_script_is_printed() {
    exec(r#"print("hi", 2**100, [x*x for x in range(5)])"#)
        .success()
        .stdout("hi 1267650600228229401496703205376 [0, 1, 4, 9, 16]\n");
}

#[test]
fn a_script_runs_on_the_flash_image() {
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
fn an_exception_prints_a_traceback_and_exits_with_1() {
    exec("def f():\n  return 1/0\nf()\n").code(1).stdout("").stderr(
        predicate::str::contains("Traceback (most recent call last):")
            .and(predicate::str::contains("line 3, in <module>"))
            .and(predicate::str::contains("line 2, in f"))
            .and(predicate::str::contains("ZeroDivisionError: divide by zero")),
    );
}

#[test]
fn output_before_an_exception_is_printed() {
    exec("print('before')\nraise ValueError('x')").code(1).stdout("before\n");
}

#[test]
fn a_syntax_error_exits_with_1() {
    exec("x = = 1").code(1).stderr(predicate::str::contains("SyntaxError: invalid syntax"));
}

#[test]
fn the_exit_code_is_that_of_sys_exit() {
    exec("import sys\nsys.exit(7)").code(7);
    exec("import sys\nsys.exit()").code(0);
}

#[test]
fn native_viper_and_assembler_emitters_compile() {
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
fn output_longer_than_the_link_buffer_is_complete() {
    let expected: String = (0..3000).map(|n| format!("line {n}\n")).collect();
    exec("for n in range(3000): print('line', n)").success().stdout(expected);
}

#[test]
fn exhausted_memory_raises_memory_error() {
    exec("x = []\nwhile True: x.append(bytearray(10000))")
        .code(1)
        .stderr(predicate::str::contains("MemoryError: memory allocation failed"));
}

#[test]
fn deep_recursion_raises_runtime_error() {
    exec("def f(n): return f(n + 1)\nf(0)")
        .code(1)
        .stderr(predicate::str::contains("RuntimeError: maximum recursion depth exceeded"));
}

#[test]
fn a_script_is_read_from_standard_input_or_a_file() {
    twinbench().args(["exec", "-"]).write_stdin("print(6 * 7)").assert().success().stdout("42\n");
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script.py");
    std::fs::write(&script, "print('from a file')").unwrap();
    twinbench().arg("exec").arg(&script).assert().success().stdout("from a file\n");
}

#[test]
fn an_endless_script_is_stopped_at_the_timeout() {
    twinbench()
        .args(["exec", "--timeout", "0.5", "--code", "while True: pass"])
        .assert()
        .code(1)
        .stdout("")
        .stderr(predicate::str::contains("the script did not end within 0.5 s and was stopped"));
}

#[test]
fn an_endlessly_printing_script_is_stopped_at_the_timeout() {
    twinbench()
        .args(["exec", "--timeout", "0.5", "--code", "while True: print('x' * 100)"])
        .assert()
        .code(1)
        .stderr(predicate::str::contains("did not end within"));
}
