//! Personal sign-in links. Opening one (a GET, which link previews also do) never uses it up; the
//! button on its page does.

use super::identify::{Auth, SignInError};
use crate::domain::identity::MemberId;
use crate::domain::ledger::Hash;
use crate::domain::time::Millis;
use crate::store::{Link, StoreError};

/// How long an invitation can be used.
pub const LINK_LIFETIME: Millis = Millis::seconds(30 * 24 * 60 * 60);

/// What the page of a usable link shows.
#[derive(Debug)]
pub struct Welcome {
    pub member: MemberId,
    pub name: String,
    pub unit: String,
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

impl Auth {
    /// Looks at a link without using it.
    pub async fn look_at_link(&self, token: &str) -> Result<Welcome, LinkRefused> {
        let link = self.usable(token).await?;
        let member = self.store.member(link.member).await?.filter(|member| member.disabled_at.is_none());
        let member = member.ok_or(LinkRefused::Unknown)?;
        Ok(Welcome { member: link.member, name: member.name, unit: member.unit_name })
    }

    /// Uses a link and returns the new session's token.
    pub async fn use_link(&self, token: &str) -> Result<String, LinkRefused> {
        let link = self.usable(token).await?;
        if !self.store.use_link(&link_hash(token), self.clock.now()).await? {
            return Err(LinkRefused::Used);
        }
        Ok(self.sign_in(link.member).await?)
    }

    async fn usable(&self, token: &str) -> Result<Link, LinkRefused> {
        let link = self.store.link(&link_hash(token)).await?.ok_or(LinkRefused::Unknown)?;
        if link.expires_at <= self.clock.now() {
            return Err(LinkRefused::Expired);
        }
        if link.used_at.is_some() && !link.reusable {
            return Err(LinkRefused::Used);
        }
        Ok(link)
    }
}
