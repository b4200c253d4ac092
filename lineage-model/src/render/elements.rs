//! The picture as the JSON that two libraries for drawing graphs in browsers take.

use serde::Serialize;
use serde_json::{Value, json};

use super::placed::{Placed, placed};
use super::{Arrow, Shape};
use crate::document::LineageDocument;
use crate::layout::{Direction, Point, Size};

/// The document as elements of Cytoscape.js, with places for its layout `preset`.
#[must_use]
pub fn cytoscape(document: &LineageDocument, direction: Direction) -> String {
    let Placed { shapes, arrows, layout } = placed(document, direction);
    let node = |((shape, size), corner): (&(Shape<'_>, Size), &Point)| {
        // Cytoscape's positions are those of middles.
        let middle = |start: i32, length: u32| i64::from(start) + i64::from(length / 2);
        let position = json!({"x": middle(corner.x, size.width), "y": middle(corner.y, size.height)});
        let Data { label, kind, status } = data(shape);
        let data = json!({"id": shape.id, "label": label, "type": kind, "status": status});
        json!({"data": data, "position": position, "classes": class(shape)})
    };
    let nodes: Vec<Value> = shapes.iter().zip(&layout.boxes).map(node).collect();
    let edge = |(index, arrow): (usize, &Arrow<'_>)| {
        let data = json!({
            "id": format!("e{index}"),
            "source": arrow.from,
            "target": arrow.to,
            "via": arrow.via,
            "label": arrow.label,
        });
        json!({"data": data, "classes": arrow.via})
    };
    let edges: Vec<Value> = arrows.iter().enumerate().map(edge).collect();
    written(&json!({"elements": {"nodes": nodes, "edges": edges}}))
}

/// The document as nodes and edges of React Flow, with their places.
#[must_use]
pub fn reactflow(document: &LineageDocument, direction: Direction) -> String {
    let Placed { shapes, arrows, layout } = placed(document, direction);
    let (source, target) = match direction {
        Direction::LeftToRight => ("right", "left"),
        Direction::TopToBottom => ("bottom", "top"),
    };
    let node = |((shape, size), corner): (&(Shape<'_>, Size), &Point)| {
        json!({
            "id": shape.id,
            "type": "default",
            "position": corner,
            "width": size.width,
            "height": size.height,
            "sourcePosition": source,
            "targetPosition": target,
            "className": class(shape),
            "data": data(shape),
        })
    };
    let nodes: Vec<Value> = shapes.iter().zip(&layout.boxes).map(node).collect();
    let edge = |(index, (arrow, points)): (usize, (&Arrow<'_>, &Vec<Point>))| {
        json!({
            "id": format!("e{index}"),
            "source": arrow.from,
            "target": arrow.to,
            "label": arrow.label,
            "data": {"via": arrow.via, "points": points},
        })
    };
    let edges: Vec<Value> = arrows.iter().zip(&layout.arrows).enumerate().map(edge).collect();
    written(&json!({"nodes": nodes, "edges": edges}))
}

#[derive(Serialize)]
struct Data<'d> {
    label: Option<&'d str>,
    #[serde(rename = "type")]
    kind: Option<&'d str>,
    status: Option<&'d str>,
}

fn data<'d>(shape: &Shape<'d>) -> Data<'d> {
    let mut lines = shape.lines.iter().copied();
    Data { label: lines.next(), kind: lines.next(), status: shape.status }
}

fn class(shape: &Shape<'_>) -> &'static str {
    if shape.is_data { "artifact" } else { "step" }
}

fn written(value: &impl Serialize) -> String {
    // Text and numbers: there is nothing in it that JSON cannot say.
    serde_json::to_string(value).unwrap_or_default()
}
