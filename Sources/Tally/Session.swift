import TallyLocal
