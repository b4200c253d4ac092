use serde::Serialize;

use super::{DataNode, LineageDocument};
use crate::layout::{Direction, Point, Size};
use crate::render::{places_of_data, places_of_steps};

/// Where a node stands in a picture of its graph, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PositionDocument {
    /// Its left side, from the left side of the picture.
    pub x: i32,
    /// Its upper side, from the upper side of the picture.
    pub y: i32,
    /// How wide it is, so that its texts fit.
    pub width: u32,
    /// How high it is.
    pub height: u32,
}

impl From<(Point, Size)> for PositionDocument {
    fn from((Point { x, y }, Size { width, height }): (Point, Size)) -> Self {
        Self { x, y, width, height }
    }
}

impl LineageDocument {
    /// Adds where nodes stand and edges go in pictures of the graphs that the document holds, each in a picture of its own.
    pub fn lay_out(&mut self, direction: Direction) {
        // The graphs of steps are one and the same.
        let (places, paths) = places_of_steps(&self.graph, direction);
        for graph in self.graphs_mut() {
            for (node, place) in graph.nodes.iter_mut().zip(&places) {
                node.position = Some((*place).into());
            }
            for (edge, points) in graph.edges.iter_mut().zip(&paths) {
                edge.points.clone_from(points);
            }
        }
        let Some(graph) = &mut self.graph_data else { return };
        let (places, paths) = places_of_data(graph, direction);
        for (node, place) in graph.nodes.iter_mut().zip(places) {
            let (DataNode::DataArtifact { position, .. } | DataNode::ProcessNode { position, .. }) = node;
            *position = Some(place.into());
        }
        for (edge, points) in graph.edges.iter_mut().zip(paths) {
            edge.points = points;
        }
    }
}
