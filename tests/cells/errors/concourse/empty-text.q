%%q concourse
id,text
1,Tea should be hot.
2,
3,
