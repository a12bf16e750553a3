/** What the names of made-up firms, shops, schools and offices are put together from. */
const words = (text: string): string[] => text.trim().split(/\s+/)

export const FIRST_WORDS = words(`
  ศรีสมุทร เจริญชัย รุ่งเรือง กตัญญู มั่งมีทรัพย์ ไทยวัฒนา สยามรุ่งโรจน์ ทรัพย์ทวี พูนทรัพย์ ชัยพัฒนา กิจไพศาล เพชรบูรพา ทองไทย สินสมบูรณ์ แสงอรุณ ธนบดี
  บูรพาเจริญ ทักษิณรุ่งเรือง อีสานพัฒนา ล้านนาไทย สุวรรณทวี วารีทิพย์ ชลธาร สินธุชัย นทีทอง เอกอนันต์ เลิศสิน ยิ่งเจริญ โชคอำนวย มหาโชค ดาราทอง
  ฐานฎีกา ฐิติพัฒน์ ณัฏฐ์เจริญ ปิ่นทอง พิพัฒน์ผล ภัทรสิน ปัญญาทรัพย์ อุดมสิน อำนวยพร กุลธารา ตรีเพชร นวพร บุญรักษา ประชารัฐ วิศวภัณฑ์ วิริยะ ศุภโชค
  สหพัฒน์ เหลืองทอง อมรชัย จตุรโชค ใจสมุทร ฟ้าใส ฝั่งโขง ริมน่าน ดอยทอง เกาะแก้ว หาดทราย ปากน้ำ ท่าเรือ บางปะกง แม่กลอง เจ้าพระยา ป.เจริญ ส.รุ่งเรือง
  ก.กิจไพศาล น.นำโชค ช.ชลธี เค.ที. วี.เอส. เอ็ม.ซี. พี.พี. ซี.เอ็น. เอส.พี. ที.ที.`)

export const LAST_WORDS = words(
  'พาณิชย์ การค้า เทรดดิ้ง กรุ๊ป รุ่งเรือง เซ็นเตอร์ ซัพพลาย เอ็นเตอร์ไพรส์ อินเตอร์ เซอร์วิส (1999) (ประเทศไทย) 2000 โฮลดิ้ง แอนด์ซันส์ มาร์เก็ตติ้ง',
)

/** Firms bought up or run by one family: some names are long, and the list must not cut their marks. */
export const LONG_NAMES = [
  'ฐานฎีกาวิศวกรรมปั๊มน้ำและระบบชลประทานเพื่อการเกษตรยั่งยืน',
  'ศูนย์รวมปั๊มสูบน้ำบาดาลและอุปกรณ์ฟาร์มกุ้งกุลาดำภาคใต้ฝั่งตะวันออก',
  'กตัญญูกิจเจริญรุ่งเรืองวัสดุก่อสร้างและสุขภัณฑ์ครบวงจร',
  'ปั๊มน้ำบ้านป้ำและเพื่อนการช่าง',
  'ผู้เลี้ยงกุ้งลุ่มน้ำปากพนังและทะเลสาบสงขลา',
  'ฟื้นฟูพื้นที่ลุ่มน้ำภูผาม่านและสิ่งแวดล้อมชุมชน',
  'ฎีกาธุรกิจอสังหาริมทรัพย์และก่อสร้างอาคารสูง',
  'ณัฏฐ์ธัญญ์ฐิติอุตสาหกรรมเครื่องสูบน้ำแรงดันสูง',
  'ซื่อสัตย์สุจริตค้าท่อและข้อต่อพีวีซีทุกขนาด',
  'อู่ต่อเรือและซ่อมบำรุงเครื่องยนต์เรือประมงพื้นบ้านปัตตานี',
]

export type Segment =
  | 'shrimp'
  | 'farm'
  | 'factory'
  | 'construction'
  | 'shop'
  | 'food'
  | 'hotel'
  | 'health'
  | 'school'
  | 'government'
  | 'service'
  | 'home'

/** What each kind of customer calls itself, its industry in the pick list, how many of it there are, and its legal forms. */
export type SegmentWords = {
  industry: string
  share: number
  businesses: string[]
  forms: readonly (readonly [form: string, weight: number])[]
  tags: string[]
  kind: 'wholesale' | 'retail' | 'consumer'
}

const firm: SegmentWords['forms'] = [
  ['limited', 66],
  ['limited-partnership', 22],
  ['public', 3],
  ['ordinary-partnership', 3],
  ['shop', 6],
]
const small: SegmentWords['forms'] = [
  ['limited', 20],
  ['limited-partnership', 14],
  ['shop', 66],
]

export const SEGMENTS: Record<Segment, SegmentWords> = {
  shrimp: {
    industry: 'farm',
    share: 9,
    businesses: words('ฟาร์มกุ้ง ฟาร์มกุ้งขาว อควาฟาร์ม เพาะพันธุ์ลูกกุ้ง กุ้งกุลาดำ ประมงชายฝั่ง'),
    forms: [
      ['limited', 40],
      ['limited-partnership', 30],
      ['cooperative', 8],
      ['shop', 22],
    ],
    tags: ['บ่อกุ้ง', 'น้ำเค็ม'],
    kind: 'retail',
  },
  farm: {
    industry: 'farm',
    share: 9,
    businesses: words('การเกษตร สวนทุเรียน ฟาร์มโคนม ไร่อ้อย สวนปาล์ม เมล็ดพันธุ์ ฟาร์มสุกร ออร์แกนิคฟาร์ม'),
    forms: [
      ['limited', 40],
      ['limited-partnership', 25],
      ['cooperative', 15],
      ['shop', 20],
    ],
    tags: ['ระบบน้ำหยด', 'บาดาล'],
    kind: 'retail',
  },
  factory: {
    industry: 'factory',
    share: 17,
    businesses: words('อุตสาหกรรม พลาสติก การทอ โลหะกิจ เคมีภัณฑ์ ยางพารา ห้องเย็น น้ำแข็ง บรรจุภัณฑ์ อะไหล่ยนต์ ฟู้ดส์ เซรามิค'),
    forms: firm,
    tags: ['โรงงาน', 'น้ำเสีย', 'งานประมูล'],
    kind: 'retail',
  },
  construction: {
    industry: 'construction',
    share: 13,
    businesses: words('ก่อสร้าง การโยธา วิศวกรรม คอนสตรัคชั่น รับเหมา พร็อพเพอร์ตี้ ดีเวลลอปเม้นท์ เดินท่อ'),
    forms: firm,
    tags: ['ผู้รับเหมา', 'งานโครงการ'],
    kind: 'wholesale',
  },
  shop: {
    industry: 'shop',
    share: 14,
    businesses: words('วัสดุก่อสร้าง ค้าวัสดุ ปั๊มน้ำ เครื่องมือช่าง การไฟฟ้า ท่อและข้อต่อ ฮาร์ดแวร์ จักรกล โฮมมาร์ท'),
    forms: small,
    tags: ['ตัวแทน', 'ซื้อส่ง'],
    kind: 'wholesale',
  },
  food: {
    industry: 'food',
    share: 6,
    businesses: words('ซีฟู้ด ครัวไทย เบเกอรี่ น้ำดื่ม อาหารทะเล ก๋วยเตี๋ยว'),
    forms: small,
    tags: ['เครื่องกรอง', 'ร้านอาหาร'],
    kind: 'retail',
  },
  hotel: {
    industry: 'hotel',
    share: 6,
    businesses: words('รีสอร์ท โรงแรม บีชรีสอร์ท วิลล่า สปา โฮสเทล'),
    forms: firm,
    tags: ['สระว่ายน้ำ', 'ปั๊มแรงดัน'],
    kind: 'retail',
  },
  health: {
    industry: 'health',
    share: 3,
    businesses: words('การแพทย์ คลินิก แล็บ ฟาร์มา'),
    forms: [
      ['limited', 50],
      ['hospital', 50],
    ],
    tags: ['น้ำบริสุทธิ์'],
    kind: 'retail',
  },
  school: {
    industry: 'education',
    share: 3,
    businesses: words('วิทยา พิทยาคม วิทยาคาร ศึกษา อนุสรณ์'),
    forms: [
      ['school', 92],
      ['foundation', 8],
    ],
    tags: ['ราชการ', 'น้ำดื่มโรงเรียน'],
    kind: 'consumer',
  },
  government: {
    industry: 'government',
    share: 4,
    businesses: [''],
    forms: [
      ['municipality', 40],
      ['subdistrict-office', 50],
      ['temple', 10],
    ],
    tags: ['ราชการ', 'ประปาหมู่บ้าน', 'งานประมูล'],
    kind: 'consumer',
  },
  service: {
    industry: 'service',
    share: 5,
    businesses: words('คาร์แคร์ ซักรีด อพาร์ตเมนต์ แมนชั่น โลจิสติกส์ สนามกอล์ฟ'),
    forms: firm,
    tags: ['ปั๊มแรงดัน'],
    kind: 'retail',
  },
  home: {
    industry: '',
    share: 11,
    businesses: words('เพลส คอนโดทาวน์ วิลล์ ปาร์ค การ์เด้น เรสซิเดนซ์ ริมธาร'),
    forms: [
      ['condominium', 55],
      ['housing-estate', 45],
    ],
    tags: ['บ้านพักอาศัย'],
    kind: 'consumer',
  },
}

/** Who buys for himself: householders, gardeners, shrimp farmers. */
export const PERSON_SEGMENTS: readonly (readonly [Segment, number])[] = [
  ['home', 55],
  ['shrimp', 22],
  ['farm', 23],
]
/** So many of a hundred customers are persons. */
export const PERSONS_PERCENT = 22
