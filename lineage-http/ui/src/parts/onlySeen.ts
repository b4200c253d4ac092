/** For a graph of React Flow that is looked at and not changed, and whose keys are the page's own. */
export const ONLY_SEEN = {
  onlyRenderVisibleElements: true,
  nodesDraggable: false,
  nodesConnectable: false,
  nodesFocusable: false,
  edgesFocusable: false,
  elementsSelectable: false,
  zoomOnDoubleClick: false,
  disableKeyboardA11y: true,
  deleteKeyCode: null,
  selectionKeyCode: null,
  proOptions: { hideAttribution: true },
} as const;
