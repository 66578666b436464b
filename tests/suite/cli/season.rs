//! `khacsau season rebuild`: the boards again from the journals alone.

use super::process::{khacsau, run};
use crate::harness::Program;

on_both_engines! {
    async fn the_boards_are_what_the_journals_say(program: Program) {
        let mut program = program;
        let data = program.data().to_str().unwrap().to_owned();
        let in_use = run(khacsau(["season", "rebuild", "--check", "--data", &data])).refused();
        assert!(in_use.contains("another khacsau runs on"), "{in_use}");
        program.kill();
        let rebuild = |check: bool| {
            let mut command = khacsau(["season", "rebuild", "--data", &data]);
            if let Some(database) = program.record().1 {
                command.args(["--database", database]);
            }
            if check {
                command.arg("--check");
            }
            run(command).well()
        };
        let checked = rebuild(true);
        assert!(checked.ends_with("the boards are what the journals say\n"), "{checked}");
        // Last month's contests of cells of 9, 24 and 60.
        let results = checked.lines().find(|line| line.starts_with("season_result ")).unwrap();
        assert!(results.contains(" 93 rows"), "{results}");
        assert!(checked.lines().all(|line| !line.ends_with("surplus") || line.ends_with(" 0 surplus")), "{checked}");
        let rebuilt = rebuild(false);
        assert!(rebuilt.ends_with("rebuilt: the boards were what the journals say\n"), "{rebuilt}");
        assert_eq!(rebuild(true), checked);
    }
}
