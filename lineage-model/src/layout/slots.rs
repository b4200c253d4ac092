use super::Size;
use super::levels::{Ends, Levels};

/// The layers, as rows of slots, each taken by a box or by an arrow that passes through.
#[derive(Debug, Default)]
pub(super) struct Slots {
    pub(super) slots: Vec<Slot>,
    /// Indices of slots, layer by layer, from left to right.
    pub(super) rows: Vec<Vec<usize>>,
    /// The slot of each box; none for boxes without arrows.
    pub(super) of_box: Vec<Option<usize>>,
    /// The slots that each arrow passes through, downwards.
    pub(super) of_arrow: Vec<Vec<usize>>,
}

#[derive(Debug)]
pub(super) struct Slot {
    /// Half of its width, with half of the gap beside it.
    pub(super) half: f64,
    pub(super) is_bend: bool,
    /// The slots in the layer above that something connects it with.
    pub(super) above: Vec<usize>,
    pub(super) below: Vec<usize>,
}

/// Arrows that would bend more often, all together, go straight instead; short ones keep their bends.
const MOST_BENDS: usize = 40_000;

/// Pixels between two boxes of a layer.
pub(super) const GAP: f64 = 28.0;

/// Half of the width of an arrow that passes through, with its gap.
const BEND: f64 = 8.0;

pub(super) fn slots(sizes: &[Size], arrows: &[(usize, usize)], levels: &Levels) -> Slots {
    let level = |box_: usize| levels.of.get(box_).copied().flatten();
    let mut all = Slots { of_arrow: vec![Vec::new(); arrows.len()], ..Slots::default() };
    let height = levels.of.iter().flatten().max().map_or(0, |deepest| deepest + 1);
    all.rows = vec![Vec::new(); height];
    for (box_, size) in sizes.iter().enumerate() {
        let half = f64::from(size.width) / 2.0 + GAP / 2.0;
        let slot = level(box_).map(|level| all.add(level, half, false));
        all.of_box.push(slot);
    }
    let mut drawn: Vec<(usize, usize, Ends)> = Vec::new();
    for (arrow, ends) in levels.arrows.iter().enumerate() {
        let Some(ends) = ends else { continue };
        if let (Some(upper), Some(lower)) = (level(ends.upper), level(ends.lower)) {
            drawn.push((lower.saturating_sub(upper), arrow, *ends));
        }
    }
    drawn.sort_unstable_by_key(|(span, arrow, _)| (*span, *arrow));
    let mut bends = 0;
    for (span, arrow, ends) in drawn {
        bends += span.saturating_sub(1);
        if bends > MOST_BENDS {
            break;
        }
        all.connect(arrow, ends, level(ends.upper).unwrap_or_default(), span);
    }
    all
}

impl Slots {
    fn add(&mut self, level: usize, half: f64, is_bend: bool) -> usize {
        let slot = self.slots.len();
        self.slots.push(Slot { half, is_bend, above: Vec::new(), below: Vec::new() });
        if let Some(row) = self.rows.get_mut(level) {
            row.push(slot);
        }
        slot
    }

    fn connect(&mut self, arrow: usize, ends: Ends, level: usize, span: usize) {
        let of_box = |slots: &Self, box_: usize| slots.of_box.get(box_).copied().flatten();
        let (Some(mut upper), Some(last)) = (of_box(self, ends.upper), of_box(self, ends.lower)) else { return };
        for step in 1..=span {
            let lower = if step == span { last } else { self.add(level + step, BEND, true) };
            if let Some(slot) = self.slots.get_mut(upper) {
                slot.below.push(lower);
            }
            if let Some(slot) = self.slots.get_mut(lower) {
                slot.above.push(upper);
            }
            if let Some(bends) = self.of_arrow.get_mut(arrow).filter(|_| step < span) {
                bends.push(lower);
            }
            upper = lower;
        }
    }
}
