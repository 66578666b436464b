//! The program; everything is in the library, so that benchmarks and tests reach it, too.

use std::process::ExitCode;

fn main() -> ExitCode {
    khacsau::cli::main()
}
