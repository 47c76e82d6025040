/** The processes of the reference operations, as small as they can be. */
import { ACTION, sequence, USER_TASK } from '../../engine/store/host.ts';
import { aProcess, forEach, io, type ProcessBuilder } from '../../support/process-builder.ts';

/** What undoes the activity; it stands outside the flow. */
const undoneBy = (id: string, undo: string): string =>
  `<boundaryEvent id="b_${id}" attachedToRef="${id}"><compensateEventDefinition/></boundaryEvent>
   ${ACTION(undo, 'note').replace('<serviceTask', '<serviceTask isForCompensation="true"')}
   <association id="as_${id}" sourceRef="b_${id}" targetRef="${undo}"/>`;
const flow = (source: string, target: string): string =>
  `<sequenceFlow id="${source}_${target}" sourceRef="${source}" targetRef="${target}"/>`;
const BOOKED = ACTION('book', 'note') + undoneBy('book', 'unbook');

const UNDONE = sequence('undone', [
  BOOKED,
  USER_TASK('first'),
  '<intermediateThrowEvent id="undo"><compensateEventDefinition activityRef="book"/></intermediateThrowEvent>',
  USER_TASK('second'),
]);
const CALLED_OFF = sequence('called_off', [
  `<transaction id="deal"><startEvent id="s"/>${BOOKED}${USER_TASK('first')}
   <endEvent id="cancel"><cancelEventDefinition/></endEvent>
   ${flow('s', 'book')}${flow('book', 'first')}${flow('first', 'cancel')}</transaction>
   <boundaryEvent id="off" attachedToRef="deal"><cancelEventDefinition/></boundaryEvent>
   ${USER_TASK('second')}${flow('off', 'second')}`,
]);
const CHOSEN = sequence('chosen', [
  `<adHocSubProcess id="open">${USER_TASK('one')}${USER_TASK('two')}</adHocSubProcess>`,
]);

const inside = (inner: ProcessBuilder): ProcessBuilder => inner.start('s').userTask('inside').end('e');

const DRAWN: readonly ProcessBuilder[] = [
  aProcess('plain').start().userTask('first').userTask('second').end(),
  aProcess('effect').start().userTask('first').action('act', 'note').userTask('second').end(),
  aProcess('effect_first').start().action('act', 'note').userTask('second').end(),
  aProcess('forked')
    .start()
    .parallel('fork')
    .userTask('a')
    .parallel('join')
    .userTask('after')
    .end()
    .from('fork')
    .userTask('b')
    .to('join'),
  aProcess('caught').start().catchMessage('wait', 'paid').userTask('second').end(),
  aProcess('by_message').startMessage('begin', 'order placed').userTask('second').end(),
  aProcess('timed').start().catchTimer('pause', { duration: 'PT1H' }).userTask('second').end(),
  aProcess('dated').start().catchTimer('pause', { date: '2040-01-01T00:00:00Z' }).userTask('second').end(),
  aProcess('reminded')
    .start()
    .userTask('first')
    .end()
    .boundary('remind', 'first', { cycle: 'R3/PT1H' }, false)
    .userTask('reminder')
    .end('reminded_end'),
  aProcess('late')
    .start()
    .subProcess('work', inside)
    .end()
    .boundary('over', 'work', { duration: 'PT1H' })
    .userTask('escalated')
    .end('late_end'),
  aProcess('stopped')
    .start()
    .subProcess('work', inside)
    .end()
    .boundary('stop', 'work', { message: 'stop it' })
    .userTask('cleanup')
    .end('stopped_end'),
  aProcess('outside').start().action('call', 'remote').userTask('second').end(),
  aProcess('failing').start().action('call', 'broken').userTask('second').end(),
  aProcess('refusing')
    .start()
    .action('call', 'refuses')
    .end()
    .boundary('refused', 'call', { error: 'no' })
    .userTask('second')
    .end('refused_end'),
  aProcess('by_worker')
    .start()
    .action('work', 'worker:print')
    .userTask('second')
    .end()
    .boundary('jam', 'work', { error: 'paper' })
    .userTask('fill')
    .end('filled'),
  aProcess('calling')
    .start()
    .callActivity('call', 'plain', { extensions: io({ a: '= 1' }) })
    .end(),
  aProcess('sending').start().throwMessage('tell', 'nobody waits').userTask('second').end(),
  aProcess('alarmed')
    .start()
    .userTask('first')
    .end()
    .boundary('heard', 'first', { signal: '= alarm' }, false)
    .userTask('alarm')
    .end('heard_end'),
  aProcess('escalating')
    .start()
    .subProcess('work', (inner) =>
      inner.start('s').userTask('first').throwOn('raise', { escalation: 'late' }).userTask('inside').end('e'),
    )
    .end()
    .boundary('raised', 'work', { escalation: 'late' }, false)
    .userTask('manager')
    .end('raised_end'),
  aProcess('repeated')
    .start()
    .userTask('first')
    .userTask('each', { loop: forEach('= [1, 2, 3]') })
    .userTask('second')
    .end(),
  aProcess('interrupted')
    .start()
    .userTask('first')
    .end()
    .eventSubProcess('aside', (inner) =>
      inner.startOn('drop', { message: 'drop it' }).userTask('cleanup').end('dropped'),
    ),
  aProcess('watching').start().catchOn('grown', { condition: '= amount > 5' }).userTask('second').end(),
  aProcess('on_ticket')
    .startOn('begin', { record: 'entity="gadget" change="created"' })
    .userTask('second')
    .end(),
  aProcess('on_signal').startOn('begin', { signal: 'opened' }).userTask('second').end(),
  aProcess('on_condition').startOn('begin', { condition: '= level > 5' }).userTask('second').end(),
  aProcess('scripted')
    .start()
    .userTask('first')
    .scriptTask('sum', 'return { sum: 1 + 2 };')
    .userTask('second')
    .end(),
  aProcess('deciding')
    .start()
    .eventBased('which')
    .catchMessage('yes', 'agreed')
    .userTask('second')
    .end()
    .from('which')
    .catchTimer('never', { duration: 'P1D' })
    .end('over'),
  aProcess('stuck')
    .start()
    .exclusive('way')
    .flow({ condition: '= ok' })
    .userTask('second')
    .end()
    .from('way')
    .flow({ condition: '= not(ok)' })
    .end('no'),
];

export const FILES: readonly { readonly name: string; readonly content: string }[] = [
  ...DRAWN.map((process) => process.file()),
  { name: 'undone.bpmn', content: UNDONE },
  { name: 'called_off.bpmn', content: CALLED_OFF },
  { name: 'chosen.bpmn', content: CHOSEN },
];
