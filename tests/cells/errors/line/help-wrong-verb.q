%q help rotat
