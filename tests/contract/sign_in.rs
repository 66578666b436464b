//! Links by which people sign in, and the sessions that follow.

use khacsau::domain::identity::SessionId;
use khacsau::store::{Credential, FOREIGN_KEY, Link, LinkKind, NewLink, NewSession, SecretKind};
use uuid::Uuid;

use crate::bench::{NOON, later, member};

fn link(n: u128, of: u128, kind: LinkKind) -> NewLink {
    NewLink { token_hash: format!("{n:064x}"), member: member(of), kind, expires_at: later(1_000) }
}

fn session(n: u128) -> SessionId {
    SessionId(Uuid::from_u128(0x600_0000 + n))
}

fn opened(n: u128, of: u128, expires_in: i64) -> NewSession {
    NewSession {
        id: session(n),
        member: member(of),
        created_at: NOON,
        expires_at: later(expires_in),
        renewal_hash: Some(format!("{n:064x}")),
        device: format!("device {n}"),
    }
}

on_both_engines! {
    async fn a_link_is_read_as_it_was_written(bench: &Bench) {
        bench.people().await;
        bench.insert_links(&[link(1, 1, LinkKind::Once), link(2, 2, LinkKind::Personal)]).await.unwrap();
        let card = Link { member: member(2), kind: LinkKind::Personal, expires_at: later(1_000), used_at: None };
        assert_eq!(bench.link(&format!("{:064x}", 2)).await.unwrap(), Some(card));
        assert_eq!(bench.link(&format!("{:064x}", 3)).await.unwrap(), None);
    }

    async fn links_come_in_whole_or_not_at_all(bench: &Bench) {
        bench.people().await;
        bench.insert_links(&[link(1, 1, LinkKind::Once)]).await.unwrap();
        let twice = bench.insert_links(&[link(2, 2, LinkKind::Once), link(1, 1, LinkKind::Once)]).await.unwrap_err();
        assert!(twice.is_conflict("sign_in_link_pkey"));
        assert!(bench.insert_links(&[link(3, 99, LinkKind::Once)]).await.unwrap_err().is_conflict(FOREIGN_KEY));
        assert_eq!(bench.link(&format!("{:064x}", 2)).await.unwrap(), None);
    }

    async fn a_link_for_one_use_is_used_once(bench: &Bench) {
        bench.people().await;
        let new = link(1, 1, LinkKind::Once);
        bench.insert_links(std::slice::from_ref(&new)).await.unwrap();
        assert!(bench.use_link(&new.token_hash, later(1)).await.unwrap());
        assert!(!bench.use_link(&new.token_hash, later(2)).await.unwrap());
        assert_eq!(bench.link(&new.token_hash).await.unwrap().unwrap().used_at, Some(later(1)));
    }

    async fn of_many_who_use_a_link_at_once_one_succeeds(bench: &Bench) {
        bench.people().await;
        let new = link(1, 1, LinkKind::Once);
        bench.insert_links(std::slice::from_ref(&new)).await.unwrap();
        let uses = (0..8).map(|n| bench.use_link(&new.token_hash, later(n)));
        let successes = futures_util::future::join_all(uses).await.into_iter().filter(|used| *used.as_ref().unwrap());
        assert_eq!(successes.count(), 1);
    }

    async fn a_card_is_used_until_it_expires(bench: &Bench) {
        bench.people().await;
        let card = link(1, 1, LinkKind::Personal);
        bench.insert_links(std::slice::from_ref(&card)).await.unwrap();
        assert!(bench.use_link(&card.token_hash, later(1)).await.unwrap());
        assert!(bench.use_link(&card.token_hash, later(999)).await.unwrap());
        assert!(!bench.use_link(&card.token_hash, later(1_000)).await.unwrap());
        assert_eq!(bench.link(&card.token_hash).await.unwrap().unwrap().used_at, Some(later(999)));
    }

    async fn nobody_signs_in_by_an_unknown_link_or_as_a_disabled_member(bench: &Bench) {
        bench.people().await;
        bench.insert_links(&[link(1, 1, LinkKind::Personal)]).await.unwrap();
        bench.disable_member(member(1), NOON).await.unwrap();
        assert!(!bench.use_link(&format!("{:064x}", 1), later(1)).await.unwrap());
        assert!(!bench.use_link(&format!("{:064x}", 2), later(1)).await.unwrap());
    }

    async fn sessions_are_active_until_they_expire(bench: &Bench) {
        bench.people().await;
        bench.insert_sessions(&[opened(1, 1, 100), opened(2, 2, 200)]).await.unwrap();
        let active = async |at| {
            let sessions = bench.active_sessions(later(at)).await.unwrap();
            sessions.into_iter().map(|session| (session.id, session.member, session.expires_at)).collect::<Vec<_>>()
        };
        let (first, second) = ((session(1), member(1), later(100)), (session(2), member(2), later(200)));
        assert_eq!(active(99).await, [first, second]);
        assert_eq!(active(100).await, [second]);
        assert_eq!(active(200).await, []);
    }

    async fn sessions_come_in_whole_or_not_at_all(bench: &Bench) {
        bench.people().await;
        bench.insert_sessions(&[opened(1, 1, 100)]).await.unwrap();
        let again = NewSession { renewal_hash: None, ..opened(1, 1, 100) };
        let twice = bench.insert_sessions(&[opened(2, 1, 100), again]).await.unwrap_err();
        assert!(twice.is_conflict("session_pkey"));
        assert!(bench.insert_sessions(&[opened(3, 99, 100)]).await.unwrap_err().is_conflict(FOREIGN_KEY));
        assert_eq!(bench.active_sessions(NOON).await.unwrap().len(), 1);
    }

    async fn sessions_end_one_by_one_by_person_and_with_the_member(bench: &Bench) {
        bench.people().await;
        bench.insert_sessions(&[(1, 1), (2, 1), (3, 1), (4, 2), (5, 3)].map(|(n, of)| opened(n, of, 100))).await.unwrap();
        assert!(bench.revoke_session(session(1), later(1)).await.unwrap());
        assert!(!bench.revoke_session(session(1), later(2)).await.unwrap());
        assert!(!bench.revoke_session(session(99), later(2)).await.unwrap());
        assert_eq!(bench.revoke_sessions_of(member(1), later(3)).await.unwrap(), 2);
        assert_eq!(bench.revoke_sessions_of(member(1), later(4)).await.unwrap(), 0);
        bench.disable_member(member(2), later(5)).await.unwrap();
        let left = bench.active_sessions(later(5)).await.unwrap();
        assert_eq!(left.iter().map(|session| session.member).collect::<Vec<_>>(), [member(3)]);
    }

    async fn a_new_link_kills_the_old_ones(bench: &Bench) {
        bench.people().await;
        bench.insert_links(&[link(1, 1, LinkKind::Personal), link(2, 1, LinkKind::Once), link(3, 2, LinkKind::Open)])
            .await
            .unwrap();
        bench.replace_links(&[link(4, 1, LinkKind::Personal)], later(4)).await.unwrap();
        let mut left = Vec::new();
        for n in 1..=4_u128 {
            left.extend(bench.link(&format!("{n:064x}")).await.unwrap().map(|link| (n, link.kind)));
        }
        assert_eq!(left, [(3, LinkKind::Open), (4, LinkKind::Personal)]);
        bench.prolong_link(&format!("{:064x}", 4), later(5_000)).await.unwrap();
        assert_eq!(bench.link(&format!("{:064x}", 4)).await.unwrap().unwrap().expires_at, later(5_000));
    }

    async fn a_session_in_use_is_prolonged_and_its_owner_sees_where_they_are_signed_in(bench: &Bench) {
        bench.people().await;
        let passing = NewSession { renewal_hash: None, ..opened(3, 1, 100) };
        bench.insert_sessions(&[opened(1, 1, 100), opened(2, 1, 200), passing, opened(4, 2, 200)]).await.unwrap();
        bench.prolong_session(session(1), later(50), later(500)).await.unwrap();
        let devices = bench.devices_of(member(1), later(150)).await.unwrap();
        let seen: Vec<_> = devices.iter().map(|device| (device.session, device.name.as_str(), device.seen_at)).collect();
        assert_eq!(seen, [(session(2), "device 2", NOON), (session(1), "device 1", later(50))]);
        bench.revoke_session(session(1), later(160)).await.unwrap();
        bench.prolong_session(session(1), later(170), later(900)).await.unwrap();
        assert_eq!(bench.devices_of(member(1), later(300)).await.unwrap(), [], "one is over, one was ended");
        let active = bench.active_sessions(later(150)).await.unwrap();
        assert!(active.iter().all(|session| session.renewal_hash.is_some()), "{active:?}");
    }

    async fn of_two_who_choose_a_secret_at_once_one_is_first(bench: &Bench) {
        bench.people().await;
        let pin = |hash: &str| Credential { kind: SecretKind::Pin, hash: hash.to_owned() };
        let (one, two) = (pin("one"), pin("two"));
        let first = bench.set_first_credential(member(1), &one, NOON);
        let second = bench.set_first_credential(member(1), &two, NOON);
        let (first, second) = futures_util::future::join(first, second).await;
        let (first, second) = (first.unwrap(), second.unwrap());
        assert!(first != second, "one of them");
        let kept = bench.credential(member(1)).await.unwrap();
        assert_eq!(kept, Some(if first { one } else { two }));
        let password = Credential { kind: SecretKind::Password, hash: "three".to_owned() };
        bench.set_credential(member(1), &password, later(1)).await.unwrap();
        assert_eq!(bench.credential(member(1)).await.unwrap(), Some(password));
        assert_eq!(bench.credential(member(2)).await.unwrap(), None);
    }

    async fn devices_are_known_by_person_and_forgotten_with_the_secret(bench: &Bench) {
        bench.people().await;
        for _ in 0..2 {
            bench.remember_device(member(1), "a", NOON).await.unwrap();
        }
        assert!(bench.knows_device(member(1), "a").await.unwrap());
        assert!(!bench.knows_device(member(2), "a").await.unwrap());
        assert!(!bench.knows_device(member(1), "b").await.unwrap());
        bench.forget_credential(member(1)).await.unwrap();
        assert!(!bench.knows_device(member(1), "a").await.unwrap());
    }
}
