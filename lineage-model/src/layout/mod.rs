//! Where the boxes and arrows of a graph stand in a picture: layer by layer, in the direction of the arrows.
//!
//! The layered method of Sugiyama, Tagawa and Toda: arrows of circles are turned round (`levels`), boxes get layers, arrows
//! over several layers bend in each (`slots`), the order within layers is chosen for few crossings (`order`), and places
//! for straight arrows (`place`). No step recurses; time grows about linearly with boxes, arrows and bends, and the number
//! of bends is limited. Equal graphs have equal pictures.

mod levels;
mod order;
mod place;
mod slots;

use serde::Serialize;

/// Which way arrows go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// `lr`: from left to right.
    LeftToRight,
    /// `tb`: from top to bottom.
    TopToBottom,
}

/// How large a box is, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// A place in a picture, in pixels from its left upper corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Point {
    /// To the right.
    pub x: i32,
    /// Downwards.
    pub y: i32,
}

/// Where everything stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Layout {
    /// The left upper corner of each box.
    pub boxes: Vec<Point>,
    /// The points that each arrow goes through, from the border of one box to that of the other: two or more, and none for
    /// an arrow from a box to itself or to a box that there is not.
    pub arrows: Vec<Vec<Point>>,
    /// How large the whole is, its margins included.
    pub size: Size,
}

/// Lays out boxes of these sizes, and arrows from one to another by their indices.
#[must_use]
pub fn layout(sizes: &[Size], arrows: &[(usize, usize)], direction: Direction) -> Layout {
    // All that follows goes from top to bottom.
    let turned = |size: &Size| match direction {
        Direction::LeftToRight => Size { width: size.height, height: size.width },
        Direction::TopToBottom => *size,
    };
    let sizes: Vec<Size> = sizes.iter().map(turned).collect();
    let levels = levels::levels(sizes.len(), arrows);
    let mut slots = slots::slots(&sizes, arrows, &levels);
    order::untangle(&mut slots);
    let layout = place::place(&sizes, arrows, &levels, &slots);
    match direction {
        Direction::LeftToRight => layout.mirrored(),
        Direction::TopToBottom => layout,
    }
}

impl Layout {
    /// The same picture with its axes exchanged.
    fn mirrored(mut self) -> Self {
        for point in self.boxes.iter_mut().chain(self.arrows.iter_mut().flatten()) {
            (point.x, point.y) = (point.y, point.x);
        }
        self.size = Size { width: self.size.height, height: self.size.width };
        self
    }
}
