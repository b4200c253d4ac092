/// In which layer each box is, and which arrows point against the direction of the picture.
pub(super) struct Levels {
    /// The layer of each box; none where no arrow ends in it.
    pub(super) of: Vec<Option<usize>>,
    /// The ends of each arrow, the upper one first; none for arrows that are not drawn.
    pub(super) arrows: Vec<Option<Ends>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) upper: usize,
    pub(super) lower: usize,
    /// Whether the arrow points upwards.
    pub(super) is_turned: bool,
}

pub(super) fn levels(boxes: usize, arrows: &[(usize, usize)]) -> Levels {
    let is_drawn = |(from, to): &(usize, usize)| from != to && *from < boxes && *to < boxes;
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); boxes];
    for (from, to) in arrows.iter().filter(|arrow| is_drawn(arrow)) {
        if let Some(next) = next.get_mut(*from) {
            next.push(*to);
        }
    }
    let finished = finished(&next);
    let rank = |box_: usize| finished.get(box_).copied().unwrap_or_default();
    // Along an arrow, boxes finish earlier, unless the arrow closes a circle.
    let ends = |&(from, to): &(usize, usize)| match rank(from) > rank(to) {
        true => Ends { upper: from, lower: to, is_turned: false },
        false => Ends { upper: to, lower: from, is_turned: true },
    };
    let arrows: Vec<_> = arrows.iter().map(|arrow| is_drawn(arrow).then(|| ends(arrow))).collect();
    let (mut above, mut below) = (vec![Vec::new(); boxes], vec![Vec::new(); boxes]);
    for ends in arrows.iter().flatten() {
        if let (Some(below), Some(above)) = (below.get_mut(ends.upper), above.get_mut(ends.lower)) {
            below.push(ends.lower);
            above.push(ends.upper);
        }
    }
    let mut downwards: Vec<usize> = (0..boxes).collect();
    downwards.sort_unstable_by_key(|box_| std::cmp::Reverse(rank(*box_)));
    let mut of = vec![None; boxes];
    let level = |of: &[Option<usize>], box_: &usize| of.get(*box_).copied().flatten();
    // As high as the boxes above allow …
    for box_ in &downwards {
        let (Some(above), Some(below)) = (above.get(*box_), below.get(*box_)) else { continue };
        let lowest = above.iter().filter_map(|other| level(&of, other)).max();
        if let Some(own) = of.get_mut(*box_) {
            *own = lowest.map(|lowest| lowest + 1).or((!below.is_empty()).then_some(0));
        }
    }
    // … but near to what is below, where more arrows go there.
    for box_ in downwards.iter().rev() {
        let (Some(above), Some(below)) = (above.get(*box_), below.get(*box_)) else { continue };
        let highest = below.iter().filter_map(|other| level(&of, other)).min();
        if let (Some(highest), Some(own)) = (highest.filter(|_| below.len() > above.len()), of.get_mut(*box_)) {
            *own = Some(highest.saturating_sub(1));
        }
    }
    Levels { of, arrows }
}

/// When each box is finished by a walk that goes into the depth, boxes without arrows into them first: later ones stand
/// above, but for arrows that close a circle.
fn finished(next: &[Vec<usize>]) -> Vec<usize> {
    let mut is_entered = vec![true; next.len()];
    for to in next.iter().flatten() {
        if let Some(entered) = is_entered.get_mut(*to) {
            *entered = false;
        }
    }
    let roots = (0..next.len()).filter(|box_| is_entered.get(*box_) == Some(&true));
    let mut rank = vec![0; next.len()];
    let mut is_seen = vec![false; next.len()];
    let mut clock = 0;
    let mut see = |box_: usize| is_seen.get_mut(box_).is_some_and(|seen| !std::mem::replace(seen, true));
    // Roots in reverse, so that of two the first stands above the second; then what circles alone hold.
    let roots: Vec<usize> = roots.collect();
    for root in roots.into_iter().rev().chain(0..next.len()) {
        if !see(root) {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((box_, place)) = path.last_mut() {
            let to = next.get(*box_).and_then(|next| next.get(*place)).copied();
            *place += 1;
            match to {
                Some(to) if see(to) => path.push((to, 0)),
                Some(_) => {}
                None => {
                    clock += 1;
                    if let Some(rank) = rank.get_mut(*box_) {
                        *rank = clock;
                    }
                    path.pop();
                }
            }
        }
    }
    rank
}
