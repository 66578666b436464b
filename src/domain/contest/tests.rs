//! Evenings in the hall, played by hand and by chance.

mod answers;
mod evening;
mod incidents;
mod live;
mod properties;
mod record;
mod window;
