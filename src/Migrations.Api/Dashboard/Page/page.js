import { Connection } from './following/connection.js';
import { Migrations } from './following/migrations.js';
import { Service } from './following/service.js';
import { CommandDialog } from './views/command-dialog.js';
import { ConnectionLine } from './views/connection-line.js';
import { Details } from './views/details.js';
import { Ended } from './views/ended.js';
import { Filters } from './views/filters.js';
import { Frames } from './views/frames.js';
import { List } from './views/list.js';
import { part } from './views/page-parts.js';
import { sentenceOf } from './views/sentences.js';
import { Told } from './views/told.js';
import { TokenForm } from './views/token-form.js';

/** @import { Change } from './following/migrations.js' */
/** @import { Command, StreamEvent } from './wire.js' */

const service = new Service(document.baseURI);
const known = new Migrations();
const frames = new Frames();
const told = new Told();
const ended = new Ended();
const details = /** @type {Map<number, Details>} */ (new Map());
const filters = new Filters(() => list.showAll());
const list = new List(known, filters, frames, { onOpen: toggle, onCommand: ask }, (id) => details.has(id));
const dialog = new CommandDialog(service, (item, kind) =>
  told.speak(`${kind === 'abort' ? 'Abort' : 'Force-complete'} of ${item.server.name} accepted`));
const connection = new Connection(service, onEvent, (state) => {
  line.show(state);
  if (state.kind === 'unauthorized')
    token.demand();
});
const line = new ConnectionLine(known, () => connection.retryNow());
const token = new TokenForm((typed) => {
  service.token = typed;
  connection.restart();
});

addEventListener('online', () => connection.retryNow());
connection.run();

/** @param {StreamEvent} event */
function onEvent(event) {
  const change = known.apply(event);
  for (const id of change.ids)
    show(id);
  if (change.hasEnded)
    frames.later(ended, () => ended.show(known.ended));
  tell(change);
  line.show();
}

/** @param {number} id */
function show(id) {
  list.show(id);
  const item = known.find(id);
  if (!item)
    return;
  dialog.update(item);
  const opened = details.get(id);
  if (opened)
    frames.later(opened, () => opened.show(item));
}

/** @param {Change} change */
function tell({ happening, isSnapshot }) {
  if (isSnapshot) {
    part('main', HTMLElement).removeAttribute('aria-busy');
    list.showAll();
    told.speak(`${known.inProgress.length} migrations in progress`);
  }
  const item = happening && (known.find(happening.migration_id) ?? known.findEnded(happening.migration_id));
  const sentence = item && sentenceOf(happening, item);
  if (sentence)
    told.add(happening.occurred_at, sentence, happening.kind);
}

/** @param {number} id */
function toggle(id) {
  const row = list.row(id);
  const item = known.find(id);
  if (!row || !item)
    return;
  const opened = details.get(id);
  if (opened) {
    details.delete(id);
    frames.drop(opened);
    opened.element.remove();
    if (item.progress.ended_at !== null)
      list.leave(id);
  } else {
    const added = new Details(item, service);
    details.set(id, added);
    row.details.append(added.element);
  }
  row.open(details.has(id));
}

/**
 * @param {number} id
 * @param {Command["kind"]} kind
 */
function ask(id, kind) {
  const item = known.find(id);
  if (item)
    dialog.ask(item, kind);
}
