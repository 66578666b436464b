//! A contest from the lobby to its publication, driven by its host.

use crate::harness::{B, Evening, Program};

on_both_engines! {
    async fn a_question_reaches_everybody(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        host.open().await;
        an.expect("get_ready").await;
        host.open().await;
        let question = an.expect("question").await;
        binh.expect("get_ready").await;
        assert_eq!(question.text, binh.expect("question").await.text);
        an.answer(B).await;
        evening.advance(31_000).await;
        an.expect("closed").await;
    }

    async fn the_program_runs(program: Program) {
        let (host, [an]) = program.with_members(["An"]).await;
        host.open().await;
        an.expect("get_ready").await;
    }
}
