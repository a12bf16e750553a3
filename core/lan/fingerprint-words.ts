/**
 * The words that stand for an office's key, 256 in each language: short, of everyday things, and no two nearly alike, because people
 * read them to each other over the phone. Their order is part of the product: changing it changes what every host shows.
 */
const WORDS = {
  th: `
  กระต่าย กระเทียม กระดาษ กระเป๋า กระจก กระดุม กลอง กล้วย กวาง กะทิ กังหัน กางเกง กาแฟ กาว กิ่งไม้ กีตาร์ กุญแจ เก้าอี้
  เกลือ เกวียน แก้วน้ำ แกงส้ม แกะ ไก่ชน ไข่ดาว ขนมปัง ขนุน ขวด ขวาน ขันเงิน ขนนก ขาหมู ขี้ผึ้ง ข้าวสาร เข็มขัด เขียง แขก
  คลื่น ควาย คะน้า คางคก คันไถ คุกกี้ คูปอง เครื่องบิน เคียว แคนตาลูป แครอต โคมไฟ งาช้าง งูเห่า เงาะ จมูก จรวด จระเข้
  จักรยาน จักจั่น จานบิน จำปี จิ้งจก จิ้งหรีด เจดีย์ แจกัน ฉลาม ฉิ่ง ชมพู่ ช้อน ชะอม ชะนี ชามอ่าง ชาวนา เชือก โชว์รูม
  ซอส ซาลาเปา ซองจดหมาย เซรามิก แซนด์วิช โซฟา ดอกบัว ดาวหาง ดินสอ ดีบุก เด็กวัด ตะเกียง ตะกร้า ตะปู ตะไคร้ ตะวัน ตู้เย็น
  ตุ๊กตา ตุ๊กแก เต่า เต็นท์ เตารีด แตงโม แตงกวา แตร โต๊ะ ไต้ฝุ่น ถนน ถังน้ำ ถั่วฝักยาว ถุงเท้า เถาวัลย์ ทราย ทหาร ทองคำ
  ทะเล ทับทิม ทุเรียน เทียน แท็กซี่ โทรทัศน์ ธงชาติ ธนู ธนาคาร ธูป นกยูง นกฮูก นมสด นักเรียน นาฬิกา นางฟ้า น้ำตก น้ำผึ้ง
  นิทาน นุ่น เนยแข็ง เนินเขา แนวรั้ว โน้ตบุ๊ก บ่อน้ำ บันได บัวลอย บะหมี่ บุ้งกี๋ แบตเตอรี่ โบสถ์ ใบตอง ปฏิทิน ปลาทู
  ปลาหมึก ปากกา ปิ่นโต ปี่พาทย์ ปูม้า เป็ด เปลญวน แป้งฝุ่น โปสการ์ด ผ้าขาวม้า ผัดไทย ผีเสื้อ ผึ้ง แผนที่ ฝรั่ง ฝักบัว
  ฝาชี ฝูงนก พริกไทย พลุ พัดลม พายเรือ พิณ พีระมิด เพชร โพธิ์ไทร ฟองน้ำ ฟักทอง ฟุตบอล ภูเขา ภาพถ่าย มะนาว มะพร้าว มะเขือ
  มะละกอ มังกร มังคุด มีดโกน มุ้ง เมฆ เมล็ด แมงมุม แมวดำ โม่หิน ไมค์ ยางลบ ยักษ์ ยีราฟ เยลลี่ แยมส้ม รถไฟ รถเข็น รองเท้า
  รังนก ราชสีห์ เรือใบ แรด โรงเรียน ไร่อ้อย ฤดูฝน ลิง ลูกชิ้น ลำไย ลิ้นจี่ ลูกโป่ง ลูกคิด เลื่อย แล็บท็อป โลมา วงเวียน
  วิหาร วิทยุ วุ้น เวที แว่นตา ไวโอลิน ศาลา สนามหญ้า สบู่ สะพาน สับปะรด สามล้อ สิงโต สายรุ้ง สุนัข เสื้อกล้าม เสื่อ
  แสตมป์ โสมตังกุย หน้าต่าง หมวก หมอนข้าง หม้อดิน หอยทาก หัวหอม หิ่งห้อย หีบเพลง หุ่นยนต์ เหรียญ แหวน โหระพา ไหปลาร้า
  องุ่น อวน อ่างปลา อิฐ อุโมงค์ เอกสาร เอี๊ยม แอปเปิล โอ่ง ไอติม ฮิปโป โหลแก้ว`,
  en: `
  acorn airport album anchor angel apple apron arrow atlas autumn badge bagel balloon bamboo banana banjo barrel basket
  beach beaver bicycle biscuit blanket blossom bottle bracelet brick bridge broom bubble bucket buffalo butter cabin
  cactus camel camera candle canoe canyon captain caramel carpet carrot castle cement chalk cherry chess chimney cinema
  cinnamon circus clover cobra coconut coffee comet compass copper coral cotton cousin cradle crayon cricket crystal
  cushion daisy dancer desert diamond dolphin dragon drawer drum eagle earring echo elbow elephant engine envelope
  eraser evening falcon feather fence ferry fiddle finger flamingo flute forest fountain fox galaxy garlic giraffe
  glacier goblet gorilla granite grape guitar hammer harbor harvest hazelnut helmet hippo honey horizon hotel iceberg
  igloo island ivory jacket jaguar jasmine jelly jewel jigsaw jungle kangaroo kettle kitchen kiwi knight koala ladder
  lagoon lantern lemon leopard library lizard lobster lotus lumber magnet mango marble market meadow melon mirror mitten
  monkey mosaic muffin museum napkin necklace needle noodle nutmeg oatmeal ocean octopus olive onion orange orchid
  ostrich oven owl oyster palace pancake panther papaya peanut pebble pelican pencil pepper piano picnic pigeon pillow
  pirate planet plum pony poppy potato pumpkin puzzle quartz queen rabbit raccoon radio railway rainbow raven ribbon
  river robot rocket rooster ruby saddle salmon sandal satin scarf school seagull shadow sheriff shovel silver skate
  snail soldier spider spinach sponge squirrel stadium starfish sugar summer sunset tailor teapot temple tiger tomato
  tornado tractor trumpet tulip tunnel turtle umbrella uncle unicorn valley vanilla velvet village violin volcano waffle
  walnut walrus whale window winter yogurt zebra zipper`,
}

export const FINGERPRINT_WORDS: Record<'th' | 'en', readonly string[]> = {
  th: WORDS.th.trim().split(/\s+/),
  en: WORDS.en.trim().split(/\s+/),
}

/**
 * A fingerprint in words, to be compared by eye or read aloud.
 * @param fingerprint six bytes in hex, made as `STRETCHED_FINGERPRINT` says
 */
export function fingerprintWords(fingerprint: string, lang: 'th' | 'en'): string[] {
  const bytes = fingerprint.match(/../g) ?? []
  return bytes.map((byte) => FINGERPRINT_WORDS[lang][Number.parseInt(byte, 16)] ?? '?')
}
