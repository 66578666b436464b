//! Personal sign-in links. Opening one (a GET, which link previews also do) never uses it up; the
//! form on its page does. The first use sets a PIN, or a password for whoever holds a role; every
//! later one asks for it.

use std::net::IpAddr;

use super::identify::{Auth, SignInError, SignedIn, random_secret};
use super::limits::TooOften;
use super::passwords::{BadSecret, PasswordError, check, kind_for};
use crate::domain::identity::MemberId;
use crate::domain::ledger::Hash;
use crate::domain::time::{Millis, Timestamp};
use crate::store::{Credential, Link, LinkKind, NewLink, SecretKind, StoreError};

/// How long an invitation can be taken up.
pub const LINK_LIFETIME: Millis = Millis::seconds(30 * 24 * 60 * 60);
/// How long a card is good once its owner has taken it up: the secret guards it from then on.
const CARD_LIFETIME: Millis = Millis::seconds(400 * 24 * 60 * 60);

/// Names the device to us, whoever is signed in on it.
pub const DEVICE_COOKIE: &str = "khacsau_device";
pub const DEVICE_LIFETIME: Millis = CARD_LIFETIME;

/// What the page of a usable link shows.
#[derive(Debug)]
pub struct Welcome {
    pub member: MemberId,
    pub name: String,
    pub unit: String,
    pub needs: Needs,
}

/// What signing in by a link takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    /// To choose a secret.
    New(SecretKind),
    /// To prove it.
    Known(SecretKind),
}

/// What somebody filled in, and from where.
#[derive(Debug)]
pub struct Attempt {
    pub secret: String,
    /// The same once more, where it is chosen.
    pub again: String,
    /// The device cookie.
    pub device: Option<String>,
    /// What the device calls itself.
    pub device_name: String,
    pub address: IpAddr,
}

#[derive(Debug, thiserror::Error)]
pub enum LinkRefused {
    #[error("this sign-in link is not known")]
    Unknown,
    #[error("this sign-in link has expired")]
    Expired,
    #[error("this sign-in link has been used")]
    Used,
    #[error(transparent)]
    Unfit(#[from] BadSecret),
    #[error("this is not the PIN or password of this link's owner")]
    Wrong,
    #[error(transparent)]
    TooOften(#[from] TooOften),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    SignIn(#[from] SignInError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A fresh link token: 160 random bits.
pub fn new_link_token() -> String {
    hex::encode(rand::random::<[u8; 20]>())
}

/// What the store keeps of a token: whoever reads the database cannot sign in with it.
pub fn link_hash(token: &str) -> String {
    Hash::of_parts(&[b"khacsau.link.v1", token.as_bytes()]).to_string()
}

/// A fresh value for the device cookie.
pub fn new_device() -> String {
    random_secret()
}

impl Auth {
    /// Looks at a link without using it.
    pub async fn look_at_link(&self, token: &str) -> Result<Welcome, LinkRefused> {
        let link = self.usable(token).await?;
        let member = self.store.member(link.member).await?.filter(|member| member.disabled_at.is_none());
        let member = member.ok_or(LinkRefused::Unknown)?;
        let needs = match (link.kind, self.store.credential(link.member).await?) {
            (LinkKind::Open | LinkKind::Once, _) => Needs::Nothing,
            (LinkKind::Personal, Some(credential)) => Needs::Known(credential.kind),
            (LinkKind::Personal, None) => Needs::New(kind_for(&self.store.grants_of(link.member).await?)),
        };
        Ok(Welcome { member: link.member, name: member.name, unit: member.unit_name, needs })
    }

    /// Uses a link and signs the device in.
    pub async fn use_link(&self, token: &str, attempt: Attempt) -> Result<SignedIn, LinkRefused> {
        let welcome = self.look_at_link(token).await?;
        let device = attempt.device.as_deref().map(device_hash);
        match welcome.needs {
            Needs::Nothing => {}
            Needs::New(kind) => {
                check(kind, &attempt.secret, &attempt.again)?;
                let hash = self.passwords.hash(attempt.secret).await?;
                let first = Credential { kind, hash };
                if !self.store.set_first_credential(welcome.member, &first, self.now()).await? {
                    // Set on another device in this very moment: that one counts.
                    return Err(LinkRefused::Wrong);
                }
                self.store.prolong_link(&link_hash(token), self.now() + CARD_LIFETIME).await?;
            }
            Needs::Known(_) => {
                self.prove(welcome.member, attempt.secret, device.as_deref(), attempt.address).await?;
            }
        }
        if !self.store.use_link(&link_hash(token), self.now()).await? {
            return Err(LinkRefused::Used);
        }
        if let Some(device) = device.filter(|_| welcome.needs != Needs::Nothing) {
            self.store.remember_device(welcome.member, &device, self.now()).await?;
        }
        Ok(self.sign_in_device(welcome.member, attempt.device_name).await?)
    }

    /// Whether this is the person's secret; counts as an attempt either way.
    pub(super) async fn prove(
        &self,
        member: MemberId,
        secret: String,
        device: Option<&str>,
        address: IpAddr,
    ) -> Result<(), LinkRefused> {
        let known = match device {
            Some(device) if self.store.knows_device(member, device).await? => Some(device),
            _ => None,
        };
        self.attempts.take(member, known, address)?;
        let credential = self.store.credential(member).await?.ok_or(LinkRefused::Wrong)?;
        match self.passwords.is_right(secret, credential.hash).await? {
            true => Ok(()),
            false => Err(LinkRefused::Wrong),
        }
    }

    /// Makes a card's link for somebody; those they had are dead at once, and so are their devices.
    pub async fn invite(&self, member: MemberId, forget_secret: bool) -> Result<(String, Timestamp), StoreError> {
        let (tokens, expires_at) = self.invite_all(&[member]).await?;
        if forget_secret {
            self.store.forget_credential(member).await?;
        }
        Ok((tokens.concat(), expires_at))
    }

    /// The same for several people, all of them or nobody: the tokens in their order.
    pub async fn invite_all(&self, members: &[MemberId]) -> Result<(Vec<String>, Timestamp), StoreError> {
        let tokens: Vec<String> = members.iter().map(|_| new_link_token()).collect();
        let expires_at = self.now() + LINK_LIFETIME;
        let kind = LinkKind::Personal;
        let link = |(member, token): (&MemberId, &String)| NewLink {
            token_hash: link_hash(token),
            member: *member,
            kind,
            expires_at,
        };
        let links: Vec<NewLink> = members.iter().zip(&tokens).map(link).collect();
        self.store.replace_links(&links, self.now()).await?;
        for member in members {
            self.sessions.remove_of(*member, None);
        }
        Ok((tokens, expires_at))
    }

    async fn usable(&self, token: &str) -> Result<Link, LinkRefused> {
        let link = self.store.link(&link_hash(token)).await?.ok_or(LinkRefused::Unknown)?;
        if link.expires_at <= self.now() {
            return Err(LinkRefused::Expired);
        }
        if link.used_at.is_some() && link.kind == LinkKind::Once {
            return Err(LinkRefused::Used);
        }
        Ok(link)
    }
}

/// What the store keeps of a device cookie.
pub(super) fn device_hash(device: &str) -> String {
    Hash::of_parts(&[b"khacsau.device.v1", device.as_bytes()]).to_string()
}
