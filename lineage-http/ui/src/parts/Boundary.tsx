import { Component, type ReactNode } from 'react';
import { Failure } from './Notice';

interface Props {
  /** What is shown; where it changes, it is tried anew. */
  about: string;
  children: ReactNode;
}

/** Says what went wrong where a part of the page could not be shown, or not be loaded. */
export class Boundary extends Component<Props, { error: unknown; about: string }> {
  override state: { error: unknown; about: string } = { error: null, about: this.props.about };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps({ about }: Props, state: { about: string }) {
    return about === state.about ? null : { error: null, about };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Failure error={this.state.error} retry={() => window.location.reload()} />;
  }
}
