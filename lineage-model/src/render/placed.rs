use std::collections::HashMap;

use super::{Arrow, Picture, Shape, of_data, of_steps, picture};
use crate::document::{DataGraph, GraphDocument, LineageDocument};
use crate::layout::{Direction, Layout, Point, Size, layout};

/// A picture, and where everything in it stands.
pub(super) struct Placed<'d> {
    pub(super) shapes: Vec<(Shape<'d>, Size)>,
    pub(super) arrows: Vec<Arrow<'d>>,
    pub(super) layout: Layout,
}

pub(super) fn placed(document: &LineageDocument, direction: Direction) -> Placed<'_> {
    of(picture(document), direction)
}

/// Where the nodes of a graph stand, how large they are, and the points of its edges.
pub(crate) fn places_of_steps(graph: &GraphDocument, direction: Direction) -> (Vec<(Point, Size)>, Vec<Vec<Point>>) {
    places(of(of_steps(graph), direction))
}

/// The same of the bipartite graph.
pub(crate) fn places_of_data(graph: &DataGraph, direction: Direction) -> (Vec<(Point, Size)>, Vec<Vec<Point>>) {
    places(of(of_data(graph), direction))
}

fn places(placed: Placed<'_>) -> (Vec<(Point, Size)>, Vec<Vec<Point>>) {
    let sizes = placed.shapes.into_iter().map(|(_, size)| size);
    (placed.layout.boxes.into_iter().zip(sizes).collect(), placed.layout.arrows)
}

fn of((shapes, arrows): Picture<'_>, direction: Direction) -> Placed<'_> {
    let sizes: Vec<Size> = shapes.iter().map(size).collect();
    let indices: HashMap<&str, usize> = shapes.iter().enumerate().map(|(index, shape)| (&*shape.id, index)).collect();
    // One that is not there is beyond the last, and no arrow of the layout.
    let index = |id: &str| indices.get(id).copied().unwrap_or(shapes.len());
    let ends: Vec<(usize, usize)> = arrows.iter().map(|arrow| (index(&arrow.from), index(&arrow.to))).collect();
    let layout = layout(&sizes, &ends, direction);
    Placed { shapes: shapes.into_iter().zip(sizes).collect(), arrows, layout }
}

/// About how wide a letter is, in pixels.
pub(super) const LETTER: u32 = 8;

/// Pixels from one line of text to the next.
pub(super) const LINE: u32 = 18;

/// Pixels between text and border.
pub(super) const PADDING: u32 = 12;

/// The most letters of a line that are shown.
pub(super) const MOST_LETTERS: usize = 40;

/// How large the box of a shape is: so that its lines fit, as far as they are shown.
fn size(shape: &Shape<'_>) -> Size {
    let lines = shape.lines.iter().copied().chain(shape.status);
    let (mut count, mut widest) = (0, 0);
    for line in lines {
        count += 1;
        widest = widest.max(u32::try_from(letters(line).min(MOST_LETTERS)).unwrap_or(u32::MAX));
    }
    Size { width: (widest * LETTER + 2 * PADDING).max(112), height: count * LINE + 2 * PADDING }
}

/// How many letters of Latin width a text takes: those of Chinese, Japanese and Korean are twice as wide.
fn letters(text: &str) -> usize {
    text.chars().map(width).sum()
}

fn width(c: char) -> usize {
    let is_wide = matches!(u32::from(c), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0x1f300..=0x1faff | 0x20000..=0x3ffff);
    if is_wide { 2 } else { 1 }
}

/// A text as far as it is shown: the end of a place tells more than its beginning.
pub(super) fn shown(text: &str, is_place: bool) -> String {
    if letters(text) <= MOST_LETTERS {
        return text.to_owned();
    }
    let mut room = MOST_LETTERS - 1;
    let mut fits = |c: &char| {
        let fits = width(*c) <= room;
        room = room.saturating_sub(width(*c));
        fits
    };
    if is_place {
        let mut end: Vec<char> = text.chars().rev().take_while(&mut fits).collect();
        end.push('…');
        end.into_iter().rev().collect()
    } else {
        let mut start: String = text.chars().take_while(&mut fits).collect();
        start.push('…');
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_where_they_tell_least() {
        let long = "a".repeat(39) + "bc";
        assert_eq!(shown(&long, false), "a".repeat(39) + "…");
        assert_eq!(shown(&long, true), "…".to_owned() + &"a".repeat(37) + "bc");
        assert_eq!(shown("s3://lake/raw/", true), "s3://lake/raw/");
        assert_eq!(shown(&"가".repeat(30), false), "가".repeat(19) + "…");
    }
}
