//! The whole screen: the frame of the panes, then what floats over them.

use ratatui::Frame;

use crate::app::App;
use crate::config::Theme;
use crate::view::overlay;

/// Paints the screen. Changes no state.
pub fn draw(app: &App, theme: &Theme, frame: &mut Frame) {
    overlay::paint(app, theme, frame.buffer_mut());
}
