import { ActionIcon, Button, Menu, SegmentedControl } from '@mantine/core'
import {
  IconCheck,
  IconChevronDown,
  IconChevronLeft,
  IconChevronRight,
  IconDeviceMobile,
  IconDots,
  IconDownload,
  IconFileImport,
  IconUser,
} from '@tabler/icons-react'
import { ActionKey } from '../../components/action-key.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { VIEWS, type View } from './calendar-span.ts'

export type HeadProps = {
  title: string
  note: string | undefined
  view: View
  views: readonly View[]
  whose: string
  showDone: boolean
  showLogged: boolean
  mondayFirst: boolean
  onView: (view: View) => void
  onStep: (by: 1 | -1) => void
  onToday: () => void
  onWhose: (whose: string) => void
  onShowDone: (show: boolean) => void
  onShowLogged: (show: boolean) => void
  onMondayFirst: (monday: boolean) => void
  onAdd: () => void
  onDownload: () => void
  onImport: () => void
  onSubscribe: () => void
}

/** The head of the calendar: which days, how they are shown, whose they are, and adding. */
export function CalendarHead(props: HeadProps) {
  const { title, note, view, views, onView, onStep, onToday, onAdd } = props
  const { t } = useWords()
  const office = useOffice()
  const mayAdd = office.entity('activity')?.grant.create
  return (
    <PageHeader
      title={title}
      note={note}
      actions={
        <>
          <div className="sp-row sp-cal-steps">
            <Button
              variant="default"
              px="xs"
              aria-label={t('calendar.previous')}
              onClick={() => onStep(-1)}
              rightSection={<ActionKey id="calendarSpan" />}
            >
              <IconChevronLeft size={16} aria-hidden />
            </Button>
            <Button variant="default" px="sm" onClick={onToday} rightSection={<ActionKey id="calendarToday" />}>
              {t('date.today')}
            </Button>
            <Button
              variant="default"
              px="xs"
              aria-label={t('calendar.next')}
              onClick={() => onStep(1)}
              rightSection={<ActionKey id="calendarSpan" at={1} />}
            >
              <IconChevronRight size={16} aria-hidden />
            </Button>
          </div>
          <SegmentedControl
            size="xs"
            aria-label={t('calendar.view')}
            value={view}
            onChange={(value) => onView(value as View)}
            data={views.map((value) => ({
              value,
              label: (
                <span className="sp-cal-view">
                  {t(`calendar.view.${value}`)} <ActionKey id="calendarViews" at={VIEWS.indexOf(value)} />
                </span>
              ),
            }))}
          />
          <WhoseMenu {...props} />
          <MoreMenu {...props} />
          {mayAdd && (
            <Button onClick={onAdd} rightSection={<ActionKey id="calendarAdd" onFill />}>
              {t('calendar.add')}
            </Button>
          )}
        </>
      }
    />
  )
}

const Tick = ({ on }: { on: boolean }) => <IconCheck size={16} aria-hidden visibility={on ? 'visible' : 'hidden'} />

function WhoseMenu({ whose, onWhose }: HeadProps) {
  const { t } = useWords()
  const office = useOffice()
  const named = { mine: t('calendar.mine'), team: t('calendar.team') } as Record<string, string>
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconUser size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`${t('calendar.whose')} ${named[whose] ?? office.userLabel(whose)}`}
        >
          {named[whose] ?? office.userLabel(whose)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className="sp-cal-people">
        {['mine', 'team'].map((key) => (
          <Menu.Item key={key} leftSection={<Tick on={whose === key} />} onClick={() => onWhose(key)}>
            {named[key]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {office
          .options('user')
          .filter((person) => person.value !== office.me.id)
          .map((person) => (
            <Menu.Item
              key={person.value}
              leftSection={<Tick on={whose === person.value} />}
              onClick={() => onWhose(person.value)}
            >
              {person.label}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function MoreMenu(props: HeadProps) {
  const { t } = useWords()
  const office = useOffice()
  const grant = office.entity('activity')?.grant
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <ActionIcon size={34} variant="default" aria-label={t('calendar.more')}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconDeviceMobile size={16} aria-hidden />} onClick={props.onSubscribe}>
          {t('calendar.subscribe')}
        </Menu.Item>
        {(props.whose === 'mine' || grant?.export) && (
          <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={props.onDownload}>
            {t('calendar.download')}
          </Menu.Item>
        )}
        {grant?.import && (
          <Menu.Item leftSection={<IconFileImport size={16} aria-hidden />} onClick={props.onImport}>
            {t('calendar.import')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<Tick on={props.showDone} />} onClick={() => props.onShowDone(!props.showDone)}>
          {t('calendar.show_done')}
        </Menu.Item>
        <Menu.Item leftSection={<Tick on={props.showLogged} />} onClick={() => props.onShowLogged(!props.showLogged)}>
          {t('calendar.show_logged')}
        </Menu.Item>
        <Menu.Item leftSection={<Tick on={props.mondayFirst} />} onClick={() => props.onMondayFirst(!props.mondayFirst)}>
          {t('calendar.monday_first')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
