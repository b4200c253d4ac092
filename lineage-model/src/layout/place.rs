use super::levels::Levels;
use super::slots::{GAP, Slots};
use super::{Layout, Point, Size};

/// Pixels between two layers.
const BETWEEN_LAYERS: f64 = 64.0;

/// Pixels around the whole picture, and between boxes that nothing connects.
const MARGIN: f64 = 24.0;

/// How often places are improved.
const PASSES: usize = 8;

pub(super) fn place(sizes: &[Size], arrows: &[(usize, usize)], levels: &Levels, slots: &Slots) -> Layout {
    let across = across(slots);
    let bands = bands(sizes, levels, slots.rows.len());
    let mut boxes = vec![Point { x: 0, y: 0 }; sizes.len()];
    let (mut right, mut bottom) = (MARGIN, bands.last().map_or(MARGIN, |band| band.1));
    let place = |slot: usize| across.get(slot).copied().unwrap_or_default();
    for (box_, corner) in boxes.iter_mut().enumerate() {
        let (Some(size), Some(slot)) = (sizes.get(box_), slots.of_box.get(box_).copied().flatten()) else { continue };
        let Some(band) = levels.of.get(box_).copied().flatten().and_then(|level| bands.get(level)) else { continue };
        let (width, height) = (f64::from(size.width), f64::from(size.height));
        // In the middle of its layer.
        *corner = point(place(slot) - width / 2.0, (band.0 + band.1 - height) / 2.0);
        right = right.max(place(slot) + width / 2.0);
    }
    for bend in slots.of_arrow.iter().flatten() {
        right = right.max(place(*bend));
    }
    loose(sizes, slots, &mut boxes, &mut right, &mut bottom);
    let arrows = (0..arrows.len()).map(|arrow| {
        let Some(ends) = levels.arrows.get(arrow).copied().flatten() else { return Vec::new() };
        let middle = |box_: usize| Some((boxes.get(box_)?, sizes.get(box_)?));
        let (Some((upper, from)), Some((lower, to))) = (middle(ends.upper), middle(ends.lower)) else {
            return Vec::new();
        };
        let half = |size: &Size| i32::try_from(size.width / 2).unwrap_or(i32::MAX);
        let height = i32::try_from(from.height).unwrap_or(i32::MAX);
        let mut points = vec![Point { x: upper.x.saturating_add(half(from)), y: upper.y.saturating_add(height) }];
        let first = levels.of.get(ends.upper).copied().flatten().unwrap_or_default();
        for (step, bend) in slots.of_arrow.get(arrow).into_iter().flatten().enumerate() {
            // Straight through the whole layer, beside its boxes.
            if let Some((top, end)) = bands.get(first + step + 1) {
                points.extend([point(place(*bend), *top), point(place(*bend), *end)]);
            }
        }
        points.push(Point { x: lower.x.saturating_add(half(to)), y: lower.y });
        if ends.is_turned {
            points.reverse();
        }
        points
    });
    let arrows = arrows.collect();
    let size = Size { width: pixels(right + MARGIN), height: pixels(bottom + MARGIN) };
    Layout { boxes, arrows, size }
}

/// Where the middles of slots are from left to right.
fn across(slots: &Slots) -> Vec<f64> {
    let half = |slot: usize| slots.slots.get(slot).map_or(0.0, |slot| slot.half);
    let mut places = vec![0.0; slots.slots.len()];
    for row in &slots.rows {
        let mut edge = -row.iter().map(|slot| half(*slot)).sum::<f64>();
        for slot in row {
            if let Some(place) = places.get_mut(*slot) {
                *place = edge + half(*slot);
            }
            edge += 2.0 * half(*slot);
        }
    }
    let count = slots.rows.len();
    for pass in 0..PASSES {
        for step in 0..count {
            let index = if pass % 2 == 0 { step } else { count - 1 - step };
            let Some(row) = slots.rows.get(index) else { continue };
            // At last both sides count.
            let sides = if pass + 2 >= PASSES { (true, true) } else { (pass % 2 == 0, pass % 2 == 1) };
            straighten(slots, row, sides, &mut places);
        }
    }
    // The leftmost one stands at the margin; the gap that it keeps from others does not count.
    let outer = |slot: usize, half: f64| places.get(slot).map(|place| place - half);
    let left = slots.slots.iter().enumerate().filter_map(|(index, slot)| outer(index, slot.half));
    let left = left.reduce(f64::min).unwrap_or_default();
    places.iter().map(|place| place - left + MARGIN - GAP / 2.0).collect()
}

/// Moves the slots of a row to where their arrows would be straight, as near as the others let them: the least squares
/// under the distances that they must keep (pool adjacent violators).
fn straighten(slots: &Slots, row: &[usize], (above, below): (bool, bool), places: &mut [f64]) {
    struct Pool {
        sum: f64,
        weight: f64,
        count: usize,
    }
    let mut pools: Vec<Pool> = Vec::with_capacity(row.len());
    let mut offsets = Vec::with_capacity(row.len());
    let mut offset = 0.0;
    let mut before = None;
    for index in row {
        let Some(slot) = slots.slots.get(*index) else { continue };
        offset += before.map_or(0.0, |before: f64| before + slot.half);
        before = Some(slot.half);
        offsets.push(offset);
        let own = places.get(*index).copied().unwrap_or_default();
        // A slot that nothing holds stays where it is, if nothing pushes it.
        let (mut sum, mut weight) = (own * 0.01, 0.01);
        let sides = [(&slot.above, above), (&slot.below, below)];
        for other in sides.into_iter().filter(|(_, counts)| *counts).flat_map(|(side, _)| side) {
            let (Some(neighbour), Some(place)) = (slots.slots.get(*other), places.get(*other)) else { continue };
            // Worth most is that long arrows are straight between their ends, then short ones.
            let worth = match (slot.is_bend, neighbour.is_bend) {
                (true, true) => 8.0,
                (false, false) => 4.0,
                _ => 1.0,
            };
            sum += place * worth;
            weight += worth;
        }
        let mut pool = Pool { sum: sum - offset * weight, weight, count: 1 };
        while let Some(last) = pools.pop_if(|last| last.sum / last.weight >= pool.sum / pool.weight) {
            pool.sum += last.sum;
            pool.weight += last.weight;
            pool.count += last.count;
        }
        pools.push(pool);
    }
    let pooled = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.sum / pool.weight, pool.count));
    for ((slot, offset), place) in row.iter().zip(offsets).zip(pooled) {
        if let Some(own) = places.get_mut(*slot) {
            *own = place + offset;
        }
    }
}

/// Top and bottom of each layer.
fn bands(sizes: &[Size], levels: &Levels, count: usize) -> Vec<(f64, f64)> {
    let mut heights = vec![0.0_f64; count];
    for (size, level) in sizes.iter().zip(&levels.of) {
        if let Some(height) = level.and_then(|level| heights.get_mut(level)) {
            *height = height.max(size.height.into());
        }
    }
    let mut top = MARGIN;
    let band = |height: f64| {
        let band = (top, top + height);
        top = band.1 + BETWEEN_LAYERS;
        band
    };
    heights.into_iter().map(band).collect()
}

/// Boxes without arrows stand in rows below all others.
fn loose(sizes: &[Size], slots: &Slots, boxes: &mut [Point], right: &mut f64, bottom: &mut f64) {
    let is_loose = |box_: &usize| slots.of_box.get(*box_).copied().flatten().is_none();
    let all: Vec<usize> = (0..sizes.len()).filter(is_loose).collect();
    let area = |box_: &usize| sizes.get(*box_).map_or(0.0, |size| f64::from(size.width) * f64::from(size.height) * 2.0);
    // About as wide as high, unless the rest is wider.
    let widest = right.max(all.iter().map(area).sum::<f64>().sqrt());
    let (mut x, mut y, mut deepest) = (MARGIN, *bottom + if slots.rows.is_empty() { 0.0 } else { MARGIN }, 0.0_f64);
    for box_ in &all {
        let (Some(size), Some(corner)) = (sizes.get(*box_), boxes.get_mut(*box_)) else { continue };
        let width = f64::from(size.width);
        if x > MARGIN && x + width > widest {
            (x, y, deepest) = (MARGIN, y + deepest + MARGIN, 0.0);
        }
        *corner = point(x, y);
        deepest = deepest.max(size.height.into());
        *right = right.max(x + width);
        *bottom = bottom.max(y + deepest);
        x += width + MARGIN;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast from f64 stops at the ends of i32")]
fn point(x: f64, y: f64) -> Point {
    Point { x: x.round() as i32, y: y.round() as i32 }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast from f64 stops at the ends of u32")]
fn pixels(length: f64) -> u32 {
    length.ceil() as u32
}
