//! Khắc Sâu: the monthly live contest of a party cell. The map of the house is in the README.

pub mod domain;
