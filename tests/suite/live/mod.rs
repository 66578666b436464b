//! Contests over the websocket.

mod evening;
