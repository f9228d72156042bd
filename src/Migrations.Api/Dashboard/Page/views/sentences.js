import { bytes, pause } from './numbers.js';
import { lastCommand } from '../wire.js';

/** @import { Command, Happening, Item } from '../wire.js' */

const KINDS = { force_complete: 'Force-complete', abort: 'Abort' };

const OUTCOMES = {
  pending: 'asked for, pending', done: 'done', refused: 'refused by the hypervisor', too_late: 'came too late',
  unreachable: 'failed, the hypervisor did not answer',
};

/**
 * What has become of a command.
 * @param {Command} command
 */
export function commandState({ kind, outcome, reason }) {
  return `${KINDS[kind]} ${OUTCOMES[outcome]}${reason ? `: ${reason}` : '.'}`;
}

/**
 * What a command costs, as far as it is known beforehand.
 * @param {Item} item
 * @param {Command["kind"]} kind
 */
export function costOf(item, kind) {
  if (kind === 'force_complete')
    return `${item.progress.force_complete.explanation} ${pauseOf(item)}`.trim();
  const { source_compute: source } = item.migration;
  const moved = item.progress.moved_bytes;
  return `${item.server.name} goes on running ${source ? `on ${source}` : 'where it is'}. `
    + (moved ? `The ${bytes(moved)} that have been moved are lost.` : 'Nothing has been moved yet.');
}

/** @param {Item} item */
function pauseOf({ progress }) {
  const milliseconds = progress.pause_now_milliseconds;
  const canPause = progress.force_complete.means.includes('pause');
  return canPause && milliseconds !== null ? `A pause would last about ${pause(milliseconds)} now.` : '';
}

/**
 * A row of the event log in words; empty when there is nothing to tell.
 * @param {Happening} happening
 * @param {Item} item as it is now
 */
export function sentenceOf(happening, item) {
  const { name } = item.server;
  const text = happening.text ? `: ${happening.text}` : '';
  switch (happening.kind) {
    case 'seen': return `${name} migrates: ${happening.status}`;
    case 'status': return `${name} is ${happening.status}`;
    case 'verdict': return happening.verdict === 'unknown' ? '' : `${name} is ${happening.verdict}${text}`;
    case 'command_accepted':
    case 'command_settled': return sentenceOfCommand(happening, item);
    case 'policy': return `Policy of ${name}${text}`;
    case 'ended': return `${name} ended, ${happening.status}${text}`;
    default: return '';
  }
}

/**
 * @param {Happening} happening
 * @param {Item} item
 */
function sentenceOfCommand(happening, item) {
  const { name } = item.server;
  const command = happening.command ?? lastCommand(item);
  if (happening.kind === 'command_accepted')
    return `${name}: ${command ? KINDS[command.kind] : 'command'} accepted`;
  return command ? `${name}: ${commandState(command)}` : '';
}
