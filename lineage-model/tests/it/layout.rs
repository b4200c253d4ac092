//! Where boxes and arrows of pictures stand.

use lineage_model::layout::{Direction, Layout, Size, layout};
use proptest::prelude::*;

const BOX: Size = Size { width: 160, height: 48 };

fn lay_out(count: usize, arrows: &[(usize, usize)], direction: Direction) -> Layout {
    layout(&vec![BOX; count], arrows, direction)
}

/// The picture of boxes named by letters, a row a line.
fn drawn(arrows: &str) -> String {
    let index = |c: char| (c as u8 - b'a') as usize;
    let arrows: Vec<(usize, usize)> = arrows
        .split_whitespace()
        .map(|arrow| arrow.split_once('>').unwrap())
        .map(|(from, to)| (index(from.chars().next().unwrap()), index(to.chars().next().unwrap())))
        .collect();
    let count = arrows.iter().flat_map(|(from, to)| [*from, *to]).max().map_or(0, |most| most + 1);
    let layout = lay_out(count, &arrows, Direction::TopToBottom);
    let mut boxes: Vec<(i32, i32, char)> =
        layout.boxes.iter().enumerate().map(|(box_, at)| (at.y, at.x, (b'a' + box_ as u8) as char)).collect();
    boxes.sort_unstable();
    let rows = boxes.chunk_by(|a, b| a.0 == b.0);
    let row = |row: &[(i32, i32, char)]| row.iter().map(|(_, x, c)| format!("{c}{x}")).collect::<Vec<_>>().join(" ");
    rows.map(row).collect::<Vec<_>>().join(" / ")
}

#[test]
fn pictures() {
    let check = |arrows: &str, expected: &str| assert_eq!(drawn(arrows), expected, "{arrows}");
    check("", "");
    check("a>b", "a24 / b24");
    check("a>b b>c", "a24 / b24 / c24");
    // The short way bends aside, the long one is straight.
    check("a>b b>c a>c", "a44 / b24 / c44");
    check("a>b a>c", "a118 / b24 c212");
    check("a>c b>c", "a24 b212 / c118");
    check("a>b a>c b>d c>d", "a118 / b24 c212 / d118");
    // Nothing crosses that need not.
    check("a>d b>c", "a24 b212 / d24 c212");
    // A source stands near to what it feeds.
    check("a>b b>c d>c", "a24 / b24 d212 / c118");
    // A circle is drawn downwards, but for the arrow that closes it.
    check("a>b b>c c>a", "a44 / b24 / c44");
    // An arrow to itself is none.
    check("a>a b>a", "b24 / a24");
}

#[test]
fn boxes_without_arrows_stand_below() {
    let layout = lay_out(7, &[(0, 1)], Direction::LeftToRight);
    let (of_arrow, loose) = layout.boxes.split_at(2);
    let lowest = of_arrow.iter().map(|at| at.x + 160).max().unwrap();
    assert!(loose.iter().all(|at| at.x > lowest), "{layout:?}");
}

fn overlaps(layout: &Layout) -> Option<(usize, usize)> {
    let apart = |a: &lineage_model::layout::Point, b: &lineage_model::layout::Point| {
        a.x + 160 <= b.x || b.x + 160 <= a.x || a.y + 48 <= b.y || b.y + 48 <= a.y
    };
    let boxes = &layout.boxes;
    (0..boxes.len()).flat_map(|a| (0..a).map(move |b| (a, b))).find(|(a, b)| !apart(&boxes[*a], &boxes[*b]))
}

proptest! {
    #[test]
    fn whatever_the_graph(
        count in 0_usize..40,
        arrows in prop::collection::vec((0_usize..44, 0_usize..44), 0..120),
        left_to_right: bool,
    ) {
        let direction = if left_to_right { Direction::LeftToRight } else { Direction::TopToBottom };
        let layout = lay_out(count, &arrows, direction);
        prop_assert_eq!(&layout, &lay_out(count, &arrows, direction));
        prop_assert_eq!(overlaps(&layout), None);
        prop_assert_eq!((layout.boxes.len(), layout.arrows.len()), (count, arrows.len()));
        let inside = |x: i32, y: i32| x >= 0 && y >= 0 && x as u32 <= layout.size.width && y as u32 <= layout.size.height;
        for at in &layout.boxes {
            prop_assert!(inside(at.x, at.y) && inside(at.x + 160, at.y + 48), "{at:?} {:?}", layout.size);
        }
        for ((from, to), points) in arrows.iter().zip(&layout.arrows) {
            let is_drawn = from != to && *from < count && *to < count;
            prop_assert_eq!(is_drawn, !points.is_empty());
            let (Some(first), Some(last)) = (points.first(), points.last()) else { continue };
            let on_border = |at: &lineage_model::layout::Point, box_: usize| {
                let corner = layout.boxes[box_];
                (corner.x..=corner.x + 160).contains(&at.x) && (corner.y..=corner.y + 48).contains(&at.y)
            };
            prop_assert!(on_border(first, *from) && on_border(last, *to));
            prop_assert!(points.iter().all(|at| inside(at.x, at.y)), "{points:?}");
        }
    }

    #[test]
    fn arrows_without_circles_go_forwards(arrows in prop::collection::vec((0_usize..30, 0_usize..30), 0..60)) {
        let arrows: Vec<_> = arrows.iter().filter(|(from, to)| from < to).copied().collect();
        let layout = lay_out(30, &arrows, Direction::LeftToRight);
        for (from, to) in &arrows {
            prop_assert!(layout.boxes[*from].x + 160 < layout.boxes[*to].x);
        }
    }
}

#[test]
fn large_and_odd_graphs_are_laid_out() {
    let chain: Vec<_> = (1..20_000).map(|at| (at - 1, at)).collect();
    let star: Vec<_> = (1..5_000).map(|at| (0, at)).collect();
    let circle: Vec<_> = (0..5_000).map(|at| (at, (at + 1) % 5_000)).collect();
    let every: Vec<_> = (0..150).flat_map(|a| (0..150).map(move |b| (a, 150 + b))).collect();
    // Each arrow over nearly all layers.
    let long: Vec<_> = chain[..1_000].iter().copied().chain((0..2_000).map(|at| (at % 9, 990))).collect();
    for (count, arrows) in [(20_000, chain), (5_000, star), (5_000, circle), (300, every), (1_001, long)] {
        let layout = lay_out(count, &arrows, Direction::LeftToRight);
        assert!(layout.arrows.iter().all(|points| points.len() >= 2));
    }
}
