//! The sample's people, as the demo hands them out.

use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub name: String,
    pub unit: String,
    pub link: String,
    pub token: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    pub url: String,
    pub contest: String,
    pub secretary: Person,
    pub committee: Person,
    pub supervisor: Person,
    pub members: Vec<Person>,
    pub hall: Option<Hall>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hall {
    pub contest: String,
    pub host: Person,
    pub members: Vec<Person>,
}
