

%%q sorts

id,1,2,3,4,5

Ann,-1,0,0,0,1
Bob,0,-1,much,1,0
