//! A picture's pixels fitted into cells and put into the words of the terminal's protocol. Takes its time: never on the loop.

use ratatui::layout::Size;
use ratatui_image::errors::Errors;
use ratatui_image::picker::cap_parser::Parser;
use ratatui_image::protocol::Protocol;
use ratatui_image::protocol::halfblocks::Halfblocks;
use ratatui_image::protocol::iterm2::Iterm2;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::protocol::sixel::Sixel;
use ratatui_image::sliced::SlicedProtocol;

use crate::app;
use crate::article::Picture;
use crate::tui::graphics::{Graphics, Means};
use crate::view::Still;

/// Rows of pixels of a sixel.
const SIXEL: u32 = 6;

/// Makes a picture that fits into these cells, in its own ratio; a terminal that keeps it does so under `number`.
pub fn still(
    picture: &Picture,
    cells: app::Size,
    graphics: Graphics,
    number: u32,
) -> Result<Still, Errors> {
    let (cell_width, cell_height) = graphics.cell;
    let (cell_width, cell_height) = (u32::from(cell_width.max(1)), u32::from(cell_height.max(1)));
    let width = u32::from(cells.width.max(1)) * cell_width;
    let height = u32::from(cells.height.max(1)) * cell_height;
    // A last sixel that is not full reaches into the next row, and at the foot of the screen scrolls it.
    let height = match graphics.means {
        Means::Sixel => (height / SIXEL * SIXEL).max(SIXEL),
        _ => height,
    };
    let fitted = picture.fitted(width, height);
    let size = Size {
        width: (fitted.width().div_ceil(cell_width) as u16).clamp(1, cells.width.max(1)),
        height: (fitted.height().div_ceil(cell_height) as u16).clamp(1, cells.height.max(1)),
    };
    Ok(match graphics.means {
        Means::HalfBlocks => {
            Still::Cells(SlicedProtocol::Halfblocks(Halfblocks::new(fitted, size)?))
        }
        Means::Kitty { packed } => {
            let kitty = Kitty::new(fitted, size, number, graphics.through_tmux, packed)?;
            Still::Kept(SlicedProtocol::Kitty(kitty), number)
        }
        Means::Sixel => Still::Pixels(Protocol::Sixel(Sixel::new(fitted, size, false)?)),
        Means::Iterm2 => Still::Pixels(Protocol::ITerm2(Iterm2::new(fitted, size, false)?)),
    })
}

/// Tells a terminal to forget a picture and its pixels (kitty's protocol, "Deleting images").
pub fn forgotten(number: u32, through_tmux: bool) -> String {
    let (start, escape, end) = Parser::tmux_start_escape_end(through_tmux);
    format!("{start}{escape}_Ga=d,d=I,i={number},q=2{escape}\\{end}")
}
