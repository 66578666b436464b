//! What a signed-in person does with their own account, and what is done to one: whoever is sent
//! away is no longer known here at once; their sockets are closed by the registry.

use std::net::IpAddr;

use super::identify::Auth;
use super::passwords::{check, kind_for};
use super::person::Person;
use super::sign_in::{LinkRefused, device_hash};
use crate::domain::identity::{MemberId, SessionId};
use crate::store::{Credential, Device, SecretKind, StoreError};

/// A new secret in the place of an old one.
#[derive(Debug)]
pub struct SecretChange {
    pub current: String,
    pub new: String,
    pub again: String,
    /// The device cookie.
    pub device: Option<String>,
    pub address: IpAddr,
}

impl Auth {
    pub async fn sign_out(&self, person: &Person) -> Result<(), StoreError> {
        self.end_session(person.session).await
    }

    /// Signs out one of the person's own devices: false if there is no such one.
    pub async fn sign_out_device(&self, person: &Person, session: SessionId) -> Result<bool, StoreError> {
        let owned = self.devices(person).await?.iter().any(|device| device.session == session);
        if owned {
            self.end_session(session).await?;
        }
        Ok(owned)
    }

    pub async fn devices(&self, person: &Person) -> Result<Vec<Device>, StoreError> {
        self.store.devices_of(person.member, self.now()).await
    }

    /// What the person proves themselves with, if they have chosen it already.
    pub async fn secret_of(&self, person: &Person) -> Result<Option<SecretKind>, StoreError> {
        Ok(self.store.credential(person.member).await?.map(|credential| credential.kind))
    }

    /// Changes the person's secret; whoever holds a role by now chooses a password.
    pub async fn change_secret(&self, person: &Person, change: SecretChange) -> Result<(), LinkRefused> {
        let device = change.device.as_deref().map(device_hash);
        let kind = kind_for(&person.grants);
        check(kind, &change.new, &change.again)?;
        self.prove(person.member, change.current, device.as_deref(), change.address).await?;
        let hash = self.passwords.hash(change.new).await?;
        self.store.set_credential(person.member, &Credential { kind, hash }, self.now()).await?;
        Ok(())
    }

    /// Takes somebody off the roster and out of everything: false if that was so already.
    pub async fn disable(&self, member: MemberId) -> Result<bool, StoreError> {
        let changed = self.store.disable_member(member, self.now()).await?;
        self.sessions.remove_of(member, None);
        Ok(changed)
    }

    pub async fn sign_out_everywhere(&self, member: MemberId) -> Result<(), StoreError> {
        self.store.revoke_sessions_of(member, self.now()).await?;
        self.sessions.remove_of(member, None);
        Ok(())
    }

    async fn end_session(&self, session: SessionId) -> Result<(), StoreError> {
        // First where it is asked: a record that cannot be written must not keep it open.
        self.sessions.remove(session);
        self.store.revoke_session(session, self.now()).await.map(|_| ())
    }
}
